package sim

import (
	"crypto/sha256"
	"io"

	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// A server of the world, as it runs now.
type server struct {
	node       traces.Node
	rand       io.Reader // of its ticket keys
	ring       *session.Ring
	cache      *session.Cache
	credential *handshake.Credential
}

func (w *World) newServer(n traces.Node) (*server, error) {
	s := &server{node: n, rand: w.rand("server " + n.Name)}
	if err := w.certify(s); err != nil {
		return nil, err
	}
	return s, restart(w, s)
}

// certify gives the server the certificate that its options ask for.
func (w *World) certify(s *server) (err error) {
	s.credential, err = w.pki.Credential(s.node)
	return err
}

func (w *World) serverEnd(name string, s *server) (*script.End, error) {
	policy, err := script.Policy(s.node)
	if err != nil {
		return nil, err
	}
	if w.adapt != nil {
		w.adapt(&policy)
	}
	cfg := &handshake.Config{
		Policy: policy, Rand: w.rand(name), Credential: s.credential, Sealer: s.ring, Lookup: s.cache.Get,
	}
	return script.NewEnd(name, handshake.Server, cfg, script.ServerKeeper{Store: s.cache}, w.render)
}

// operations are what the operator can do to a server.
var operations = map[string]func(*World, *server) error{
	"rotate":  rotate,
	"retire":  func(_ *World, s *server) error { s.ring.Retire(); return nil },
	"evict":   func(_ *World, s *server) error { s.cache.Clear(); return nil },
	"restart": restart,
}

func rotate(_ *World, s *server) error {
	key, err := session.NewTicketKey(s.rand)
	if err != nil {
		return err
	}
	s.ring.Rotate(key)
	return nil
}

// restart ends the server's connections and forgets what it had in memory. The
// ticket key that key= names comes from outside, so that it is there again.
func restart(w *World, s *server) error {
	for _, k := range w.conns {
		if k.with == s {
			k.sever()
		}
	}
	s.cache = session.NewCache(cacheSize, handshake.Day)
	source := s.rand
	if symbol, ok := s.node.Has("key"); ok {
		source = named(symbol)
	}
	key, err := session.NewTicketKey(source)
	if err != nil {
		return err
	}
	s.ring = session.NewRing(key)
	return nil
}

// named is the endless stream of bytes that belongs to a symbol.
func named(symbol string) io.Reader {
	return &stream{state: sha256.Sum256([]byte("tlsresume key " + symbol))}
}

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
