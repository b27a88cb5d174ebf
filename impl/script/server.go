package script

import (
	"crypto/sha256"
	"errors"
	"io"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// A server of the fleet, as it runs now.
type server struct {
	node           traces.Node
	policy         handshake.Policy
	hosts          handshake.Hosts
	rand           io.Reader // of its ticket keys
	common, fenced vault
	revoked        *session.Revocations
	store          *[2]*session.Cache // external, instead of the caches of both vaults; nil: there is none
}

func (f *Fleet) newServer(n traces.Node) (*server, error) {
	s := &server{rand: f.rand("server " + n.Name)}
	if err := f.configure(s, n); err != nil {
		return nil, err
	}
	return s, s.restart()
}

// configure gives the server other options.
func (f *Fleet) configure(s *server, n traces.Node) error {
	policy, err := Policy(n)
	if err != nil {
		return err
	}
	hosts, err := f.PKI.hosts(n)
	if err != nil {
		return err
	}
	s.node, s.policy, s.hosts, s.store = n, policy, hosts, nil
	if name, ok := n.Has("store"); ok {
		s.store = f.store(name)
	}
	return nil
}

// store is the external store of a name, which is there before anybody keeps anything
// in it.
func (f *Fleet) store(name string) *[2]*session.Cache {
	if f.stores[name] == nil {
		f.stores[name] = &[2]*session.Cache{newCache(), newCache()}
	}
	return f.stores[name]
}

// vaults are where the server keeps sessions now.
func (s *server) vaults() (common, fenced vault) {
	common, fenced = s.common, s.fenced
	if s.store != nil {
		common.cache, fenced.cache = s.store[0], s.store[1]
	}
	return common, fenced
}

// operations are what the operator can do to a server; share has another.
var operations = map[string]func(s, other *server) error{
	"rotate":  func(s, _ *server) error { return s.rotate() },
	"retire":  func(s, _ *server) error { return s.each(func(v vault) error { v.ring.Retire(); return nil }) },
	"evict":   func(s, _ *server) error { return s.each(func(v vault) error { v.cache.Clear(); return nil }) },
	"restart": func(s, _ *server) error { return s.restart() },
	"share":   (*server).share,
}

func (s *server) each(do func(vault) error) error {
	common, fenced := s.vaults()
	return errors.Join(do(common), do(fenced))
}

func (s *server) rotate() error {
	return s.each(func(v vault) error {
		key, err := session.NewTicketKey(session.Draft, s.rand)
		if err == nil {
			v.ring.Rotate(key)
		}
		return err
	})
}

func (s *server) share(other *server) error {
	s.common.ring.Share(other.common.ring)
	s.fenced.ring.Share(other.fenced.ring)
	return nil
}

// restart forgets what the server had in memory. The ticket key that key= names
// comes from outside, so that it is there again.
func (s *server) restart() (err error) {
	keys := TicketKeys(s.node, s.rand)
	if s.common, err = newVault(keys); err != nil {
		return err
	}
	s.revoked = session.NewRevocations(nil, cacheSize)
	s.fenced, err = newVault(keys)
	return err
}

// TicketKeys is where the first ticket key of a server that starts comes from:
// what its key= names, the same for every server that names it, or else its own
// randomness.
func TicketKeys(server traces.Node, own io.Reader) io.Reader {
	symbol, ok := server.Has("key")
	if !ok {
		return own
	}
	return &stream{state: sha256.Sum256([]byte("tlsresume key " + symbol))}
}

// A stream is an endless stream of bytes.
type stream struct {
	state [sha256.Size]byte
	left  []byte
}

// Read fills p.
func (s *stream) Read(p []byte) (int, error) {
	for n := 0; n < len(p); {
		if len(s.left) == 0 {
			s.state = sha256.Sum256(s.state[:])
			s.left = s.state[:]
		}
		c := copy(p[n:], s.left)
		n, s.left = n+c, s.left[c:]
	}
	return len(p), nil
}
