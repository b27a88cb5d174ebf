package peers

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"

	"tlsresume/impl/script"
	"tlsresume/traces"
)

var stdlibServer = &stack{
	name: "stdlib", role: Server, missing: here, sees: stdlibSees,
	limits: []Limit{
		noEMSSwitch,
		{"cache", false, "", "crypto/tls has no session-ID cache"},
		{"renew", true, "tickets", "crypto/tls issues a new ticket in every resumption"},
	},
	suits: func(client, _ traces.Node) error { return stdlibOrder(client) },
	serve: func(_ context.Context, s *site, n traces.Node) (server, error) {
		l, err := listen()
		if err != nil {
			return nil, err
		}
		started := &stdlibListener{node: n, site: s, listener: l, rand: s.rand("server " + n.Name)}
		if err := started.restart(); err != nil {
			l.Close()
			return nil, err
		}
		return started, nil
	},
}

// A stdlibListener is a server. All that it has in memory is its ticket keys.
type stdlibListener struct {
	node     traces.Node
	site     *site
	listener *net.TCPListener
	rand     io.Reader  // of its ticket keys
	keys     [][32]byte // the newest first, which seals; all open
	accepted int
}

func (s *stdlibListener) addr() (string, error) { return s.listener.Addr().String(), nil }

func (s *stdlibListener) accept(ctx context.Context) (connection, error) {
	deadline, _ := ctx.Deadline()
	s.listener.SetDeadline(deadline)
	socket, err := s.listener.Accept()
	if err != nil {
		return nil, err
	}
	s.accepted++
	cfg, opened, err := s.config()
	if err != nil {
		socket.Close()
		return nil, err
	}
	log := &keyLog{}
	cfg.KeyLogWriter = log
	return startStdlib(tls.Server(socket, cfg), log, opened.secret), nil
}

// config is that of the next connection.
func (s *stdlibListener) config() (*tls.Config, *opening, error) {
	cfg, err := stdlibConfig(s.node, s.site.rand(fmt.Sprintf("%s accepts %d", s.node.Name, s.accepted)))
	if err != nil {
		return nil, nil, err
	}
	credential, err := s.site.pki.Credential(s.node)
	if err != nil {
		return nil, nil, err
	}
	cfg.Certificates = []tls.Certificate{{Certificate: credential.Chain, PrivateKey: credential.Key}}
	cfg.SetSessionTicketKeys(s.keys)
	opened := &opening{cfg: cfg}
	cfg.UnwrapSession = opened.unwrap
	return cfg, opened, nil
}

// An opening looks on while a ticket is opened, and remembers the session.
type opening struct {
	cfg     *tls.Config
	session *tls.SessionState
}

// unwrap opens a ticket as crypto/tls does by itself.
func (o *opening) unwrap(ticket []byte, s tls.ConnectionState) (_ *tls.SessionState, err error) {
	o.session, err = o.cfg.DecryptTicket(ticket, s)
	return o.session, err
}

func (o *opening) secret() ([]byte, error) {
	if o.session == nil {
		return nil, errors.New("got a resumption of no session")
	}
	return secretOf(o.session)
}

func (s *stdlibListener) operate(_ context.Context, verb string) error {
	switch verb {
	case "rotate":
		return s.rotate(s.rand)
	case "retire":
		s.keys = s.keys[:1]
	case "restart":
		return s.restart()
	}
	return nil // evict: there is no cache
}

func (s *stdlibListener) rotate(from io.Reader) error {
	var key [32]byte
	if _, err := io.ReadFull(from, key[:]); err != nil {
		return err
	}
	s.keys = append([][32]byte{key}, s.keys...)
	return nil
}

func (s *stdlibListener) restart() error {
	s.keys = nil
	return s.rotate(script.TicketKeys(s.node, s.rand))
}

func (s *stdlibListener) deploy(_ context.Context, n traces.Node) error {
	s.node = n
	return nil
}

func (s *stdlibListener) close() error { return s.listener.Close() }
