package script

import (
	"crypto/sha256"
	"io"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// A server of the fleet, as it runs now.
type server struct {
	node       traces.Node
	rand       io.Reader // of its ticket keys
	ring       *session.Ring
	cache      *session.Cache
	credential *handshake.Credential
}

func (f *Fleet) newServer(n traces.Node) (*server, error) {
	s := &server{node: n, rand: f.rand("server " + n.Name)}
	if err := f.certify(s); err != nil {
		return nil, err
	}
	return s, restart(s)
}

// certify gives the server the certificate that its options ask for.
func (f *Fleet) certify(s *server) (err error) {
	s.credential, err = f.PKI.Credential(s.node)
	return err
}

// operations are what the operator can do to a server.
var operations = map[string]func(*server) error{
	"rotate":  rotate,
	"retire":  func(s *server) error { s.ring.Retire(); return nil },
	"evict":   func(s *server) error { s.cache.Clear(); return nil },
	"restart": restart,
}

func rotate(s *server) error {
	key, err := session.NewTicketKey(session.Draft, s.rand)
	if err != nil {
		return err
	}
	s.ring.Rotate(key)
	return nil
}

// restart forgets what the server had in memory. The ticket key that key= names
// comes from outside, so that it is there again.
func restart(s *server) error {
	s.cache = session.NewCache(cacheSize, handshake.Day)
	key, err := session.NewTicketKey(session.Draft, TicketKeys(s.node, s.rand))
	if err != nil {
		return err
	}
	s.ring = session.NewRing(key)
	return nil
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
