package main

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"net"
	"strconv"
	"time"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// A stack is what lives in the process from connection to connection
// (bogo-shim.md, 2).
type stack struct {
	p       *program
	clock   time.Duration // how far -resumption-delay has moved it
	sealer  session.Sealer
	cache   *session.Cache
	session *session.ClientSession // that the last connection established
	peers   map[string]known       // by the master secrets of the sessions
}

// lifetime is how long sessions live, that a server makes. It is what BoringSSL has.
const lifetime = 2 * time.Hour

// newStack refuses what this shim has not, before any connection is made.
func newStack(p *program) (*stack, error) {
	for _, s := range []*settings{&p.first, &p.later} {
		if _, err := s.credentials(); err != nil {
			return nil, err
		}
	}
	key := p.first.ticketKey
	if key == nil {
		key = make([]byte, ticketKeySize)
		rand.Read(key)
	}
	return &stack{p: p, sealer: newSealer(key), cache: session.NewCache(1000, lifetime), peers: map[string]known{}}, nil
}

func (st *stack) now() time.Time { return time.Now().Add(st.clock) }

// connect does connection i.
func (st *stack) connect(i int) error {
	s := st.p.of(i)
	if i > 0 && !s.server && st.session == nil {
		return errors.New("no session to offer")
	}
	c := &conn{s: s, now: st.now, peers: st.peers}
	cfg, err := st.config(s, c)
	if err != nil {
		return err
	}
	raw, err := dial(s)
	if err != nil {
		return err
	}
	c.raw = raw
	defer c.close()
	if len(s.versions()) == 0 {
		return noSupportedVersions
	}
	side := handshake.Client
	if s.server {
		side, c.store = handshake.Server, st.cache
	}
	if c.ep, err = endpoint.New(side, cfg); err != nil {
		return err
	}
	if err := c.run(i); err != nil {
		return err
	}
	st.session = c.established()
	st.clock += time.Duration(s.resumptionDelay) * time.Second
	return nil
}

// dial connects to the runner and says which test this is.
func dial(s *settings) (net.Conn, error) {
	host := "127.0.0.1"
	if s.ipv6 {
		host = "::1"
	}
	raw, err := net.Dial("tcp", net.JoinHostPort(host, strconv.Itoa(int(s.port))))
	if err != nil {
		return nil, err
	}
	if _, err := raw.Write(binary.LittleEndian.AppendUint64(nil, s.shimID)); err != nil {
		raw.Close()
		return nil, err
	}
	return raw, nil
}

// run is the life of a connection.
func (c *conn) run(i int) error {
	if !c.s.implicitHandshake {
		if err := c.shake(); err != nil {
			return err
		}
		if err := c.checkHandshake(i); err != nil {
			return err
		}
	}
	if err := c.exchange(); err != nil {
		return err
	}
	return c.checkEnd()
}
