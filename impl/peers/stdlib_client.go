package peers

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"slices"

	"tlsresume/traces"
)

var stdlibClient = &stack{
	name: "stdlib", role: Client, missing: here, sees: append(slices.Clone(stdlibSees), "peer"),
	limits: []Limit{
		noEMSSwitch,
		{"marker", true, "tickets", "crypto/tls always sends a session ID beside a ticket"},
		{"id", true, "", "crypto/tls sends a session ID in every hello"},
		{"ri", true, "", "crypto/tls signals RFC 5746 by the extension"},
	},
	ours:  []Limit{{"cache", false, "", "a client of crypto/tls resumes by ticket only"}},
	suits: func(client, _ traces.Node) error { return stdlibOrder(client) },
	connect: func(_ context.Context, s *site, n traces.Node) (client, error) {
		return &stdlibDialer{node: n, site: s, cache: tls.NewLRUClientSessionCache(1024)}, nil
	},
}

// A stdlibDialer is a client that keeps its sessions in one cache. crypto/tls
// keeps them there by server_name, or else by address, and every server of a
// world has its own.
type stdlibDialer struct {
	node    traces.Node
	site    *site
	cache   tls.ClientSessionCache
	dialled int
}

func (d *stdlibDialer) dial(ctx context.Context, addr, serverName, _ string) (connection, error) {
	d.dialled++
	cfg, err := stdlibConfig(d.node, d.site.rand(fmt.Sprintf("%s dials %d", d.node.Name, d.dialled)))
	if err != nil {
		return nil, err
	}
	log, offered := &keyLog{}, &offering{ClientSessionCache: d.cache}
	cfg.KeyLogWriter, cfg.ClientSessionCache = log, offered
	if err := d.trust(cfg, serverName); err != nil {
		return nil, err
	}
	socket, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	return startStdlib(tls.Client(socket, cfg), log, offered.secret), nil
}

// trust makes the client believe the authority of the world. Without a name to
// send, crypto/tls has none to check either, and leaves the chain to us.
func (d *stdlibDialer) trust(cfg *tls.Config, serverName string) error {
	if serverName == "" {
		cfg.InsecureSkipVerify = true
		cfg.VerifyPeerCertificate = func(chain [][]byte, _ [][]*x509.Certificate) error {
			_, err := d.site.pki.Verify(chain, "")
			return err
		}
		return nil
	}
	root, err := x509.ParseCertificate(d.site.pki.Root())
	if err != nil {
		return err
	}
	cfg.ServerName, cfg.RootCAs = serverName, x509.NewCertPool()
	cfg.RootCAs.AddCert(root)
	return nil
}

func (d *stdlibDialer) deploy(_ context.Context, n traces.Node) error {
	d.node = n
	return nil
}

func (d *stdlibDialer) close() error { return nil }

// An offering is the cache as one connection uses it: it remembers the session
// that was offered there.
type offering struct {
	tls.ClientSessionCache
	session *tls.ClientSessionState
}

// Get finds the session to offer.
func (o *offering) Get(key string) (*tls.ClientSessionState, bool) {
	s, ok := o.ClientSessionCache.Get(key)
	o.session = s
	return s, ok
}

func (o *offering) secret() ([]byte, error) {
	if o.session == nil {
		return nil, errors.New("got a resumption of no session")
	}
	_, state, err := o.session.ResumptionState()
	if err != nil {
		return nil, err
	}
	return secretOf(state)
}
