package peers

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"

	"tlsresume/impl/script"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

// stdlibSees is all but the peer, whom only a client can tell.
var stdlibSees = []string{"by", "ems", "ms", "sni", "suite", "tls_unique", "version"}

var noEMSSwitch = Limit{"ems", true, "", "crypto/tls always has the extended master secret"}

func here() string { return "" }

// stdlibSuites is the order of crypto/tls, but for those with ChaCha20: where the
// processor does not do AES-GCM they come before it, and otherwise behind.
var stdlibSuites = []uint16{
	tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
	tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
	tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
	tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
	tls.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
	tls.TLS_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_RSA_WITH_AES_256_GCM_SHA384,
	tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_RSA_WITH_AES_256_CBC_SHA,
}

// stdlibOrder refuses a client's list in which suites stand otherwise than in
// crypto/tls, which goes by its own order, or of which the processor decides.
func stdlibOrder(client traces.Node) error {
	suites, err := suitesOf(client)
	if err != nil {
		return err
	}
	has := func(ciphers ...wire.Cipher) bool {
		return slices.ContainsFunc(suites, func(s *wire.Suite) bool { return slices.Contains(ciphers, s.Cipher) })
	}
	if has(wire.ChaCha20Poly1305) && has(wire.AES128GCM, wire.AES256GCM) {
		return fmt.Errorf("%s with suites: %w", client.Name, cannot("crypto/tls lets the processor choose between ChaCha20 and AES-GCM"))
	}
	rank := func(s *wire.Suite) int { return slices.Index(stdlibSuites, s.ID) }
	if !slices.IsSortedFunc(suites, func(a, b *wire.Suite) int { return rank(a) - rank(b) }) {
		return fmt.Errorf("%s with suites: %w", client.Name, cannot("crypto/tls goes by its own order of suites"))
	}
	return nil
}

// stdlibConfig is what both roles have in common.
func stdlibConfig(n traces.Node, rand io.Reader) (*tls.Config, error) {
	suites, err := suitesOf(n)
	if err != nil {
		return nil, err
	}
	cfg := &tls.Config{
		MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS12,
		Rand: rand, Time: func() time.Time { return script.Epoch },
	}
	for _, s := range suites {
		cfg.CipherSuites = append(cfg.CipherSuites, s.ID)
	}
	_, tickets := n.Has("tickets")
	cfg.SessionTicketsDisabled = !tickets
	return cfg, nil
}

// A stdlibConn is a connection of crypto/tls with an application that reads to
// the end, and then closes.
type stdlibConn struct {
	tls    *tls.Conn
	secret func() ([]byte, error) // of a session that was resumed
	log    *keyLog
	shaken chan struct{} // closed when the handshake is over
	err    error         // of the handshake
	ended  chan struct{} // closed when the application is
}

func (c *stdlibConn) run() {
	defer close(c.ended)
	c.err = c.tls.HandshakeContext(context.Background())
	close(c.shaken)
	if c.err == nil {
		io.Copy(io.Discard, c.tls)
	}
	c.tls.Close()
}

// startStdlib lets a connection run.
func startStdlib(c *tls.Conn, log *keyLog, secret func() ([]byte, error)) *stdlibConn {
	k := &stdlibConn{tls: c, secret: secret, log: log, shaken: make(chan struct{}), ended: make(chan struct{})}
	go k.run()
	return k
}

func (c *stdlibConn) report(ctx context.Context) (*claim, error) {
	select {
	case <-c.shaken:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if c.err != nil {
		return nil, nil
	}
	return c.claim()
}

func (c *stdlibConn) claim() (*claim, error) {
	s := c.tls.ConnectionState()
	is := &claim{
		resumed: s.DidResume, sni: s.ServerName, unique: s.TLSUnique,
		suite: tls.CipherSuiteName(s.CipherSuite), version: wire.Version(s.Version).String(),
		master: c.log.master,
	}
	// In TLS 1.2, crypto/tls exports no keying material without the extended
	// master secret; that is the one way in which it tells.
	_, err := s.ExportKeyingMaterial("tlsresume", nil, 1)
	is.ems = err == nil
	if len(s.PeerCertificates) > 0 {
		is.peer = s.PeerCertificates[0].Subject.CommonName
	}
	if !s.DidResume {
		return is, nil
	}
	is.by = "ticket" // it has no session IDs
	is.master, err = c.secret()
	return is, err
}

func (c *stdlibConn) send(text string) error {
	_, err := io.WriteString(c.tls, text)
	return err
}

func (c *stdlibConn) close() error {
	c.tls.Close() // an error says that the other end was faster
	return nil
}

func (c *stdlibConn) release() error {
	c.tls.NetConn().Close()
	<-c.ended
	return nil
}

// A keyLog takes the master secret of a full handshake from a key log; one that
// resumes writes none.
type keyLog struct{ master []byte }

// Write takes a line.
func (l *keyLog) Write(line []byte) (int, error) {
	var random []byte
	_, err := fmt.Sscanf(string(line), "CLIENT_RANDOM %x %x", &random, &l.master)
	return len(line), err
}

// secretOf is the master secret of a session. crypto/tls hands it out only in its
// encoding of a session: version, kind, suite, time, secret (ticket.go there).
func secretOf(s *tls.SessionState) ([]byte, error) {
	b, err := s.Bytes()
	if err != nil {
		return nil, err
	}
	in := cryptobyte.String(b)
	var secret cryptobyte.String
	if !in.Skip(2+1+2+8) || !in.ReadUint8LengthPrefixed(&secret) {
		return nil, fmt.Errorf("got a session state of %d bytes, want another encoding", len(b))
	}
	return secret, nil
}
