package tlsconn_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/tlsconn"
	"tlsresume/impl/wire"
)

// A choice is a version and a suite with the group of its key exchange.
type choice struct {
	version wire.Version
	suite   *wire.Suite
	group   wire.Group // 0: static RSA has none
}

// choices are all that both have: crypto/tls lacks 256-bit CBC with SHA-256, and
// DHE, and PSK.
func choices() []choice {
	var all []choice
	for _, v := range wire.Versions {
		for _, s := range wire.Suites {
			switch {
			case s.Cipher.Since() > v || s.Cipher == wire.AES256CBCSHA256 || s.KX == wire.DHE || s.KX == wire.PSK:
			case s.KX == wire.RSA:
				all = append(all, choice{v, s, 0})
			default:
				for _, g := range wire.Groups {
					all = append(all, choice{v, s, g})
				}
			}
		}
	}
	return all
}

func (c choice) String() string {
	s := c.version.String() + ", " + c.suite.Name
	if c.group != 0 {
		s += ", " + c.group.String()
	}
	return s
}

// only narrows a configuration of ours to the choice.
func (c choice) only(cfg *tlsconn.Config) *tlsconn.Config {
	cfg.Policy.Versions = []wire.Version{c.version}
	cfg.Policy.Suites = []*wire.Suite{c.suite}
	cfg.Policy.Groups = []wire.Group{c.group}
	if c.group == 0 {
		cfg.Policy.Groups = []wire.Group{wire.X25519}
	}
	if cfg.Hosts.Default == nil { // a client's groups are also those of the certificate (RFC 8422 5.3)
		cfg.Policy.Groups = append(cfg.Policy.Groups, wire.P256, wire.P384, wire.P521)
	}
	return cfg
}

// stdlibServer is a configuration of crypto/tls that exchanges keys in the group.
func (c choice) stdlibServer() *tls.Config {
	cfg := c.stdlib()
	if c.group != 0 {
		cfg.CurvePreferences = []tls.CurveID{tls.CurveID(c.group)}
	}
	return cfg
}

// stdlib is a configuration of crypto/tls for the choice.
func (c choice) stdlib() *tls.Config {
	credential := credentials[c.suite.Auth]()
	return &tls.Config{
		MinVersion: uint16(c.version), MaxVersion: uint16(c.version),
		CipherSuites:       []uint16{c.suite.ID},
		Certificates:       []tls.Certificate{{Certificate: credential.Chain, PrivateKey: credential.Key}},
		ServerName:         name,
		InsecureSkipVerify: true,
		ClientSessionCache: tls.NewLRUClientSessionCache(1),
		// Without X25519MLKEM768, which is of TLS 1.3.
		CurvePreferences: []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384, tls.CurveP521},
	}
}

// A stranger is what crypto/tls says of a connection.
type stranger interface {
	net.Conn
	HandshakeContext(context.Context) error
	ConnectionState() tls.ConnectionState
}

// compare holds what we believe against what the other side does.
func compare(t *testing.T, c choice, ours *tlsconn.Conn, theirs stranger) handshake.By {
	t.Helper()
	a, _ := ours.Agreement()
	state := theirs.ConnectionState()
	if a.Version != c.version || uint16(a.Version) != state.Version || a.Suite.ID != state.CipherSuite || a.Suite != c.suite {
		t.Errorf("got %v %v, and %x %x of crypto/tls", a.Version, a.Suite.Name, state.Version, state.CipherSuite)
	}
	if a.By != handshake.ByNothing != state.DidResume {
		t.Errorf("we say resumed by %v, crypto/tls says %v", a.By, state.DidResume)
	}
	if !state.DidResume && state.CurveID != tls.CurveID(c.group) {
		t.Errorf("got group %v, want %v", state.CurveID, c.group)
	}
	// crypto/tls gives tls-unique only where the extended master secret makes it
	// safe (RFC 7627 1), so that it also shows that both have that.
	if !a.EMS || len(a.TLSUnique) == 0 || !bytes.Equal(a.TLSUnique, state.TLSUnique) {
		t.Errorf("got ems %v, tls-unique %x, want %x", a.EMS, a.TLSUnique, state.TLSUnique)
	}
	sameExports(t, a, state)
	return a.By
}

// sameExports compares exporters. RFC 5705 4: without context, with an empty one, and
// with another.
func sameExports(t *testing.T, a handshake.Agreement, state tls.ConnectionState) {
	t.Helper()
	for _, context := range [][]byte{nil, {}, []byte("context")} {
		got, err := a.Export("EXPORTER-test", context, 50)
		want, theirErr := state.ExportKeyingMaterial("EXPORTER-test", context, 50)
		if err != nil || theirErr != nil || !bytes.Equal(got, want) {
			t.Errorf("exporter, context %q: got %x, %v, want %x, %v", context, got, err, want, theirErr)
		}
	}
}

// both shakes hands and sends more than a record both ways.
func both(t *testing.T, ours *tlsconn.Conn, theirs stranger) {
	t.Helper()
	var all sync.WaitGroup
	all.Go(func() {
		if err := theirs.HandshakeContext(context.Background()); err != nil {
			t.Errorf("crypto/tls: %v", err)
		}
	})
	if err := ours.Handshake(context.Background()); err != nil {
		t.Errorf("we: %v", err)
	}
	all.Wait()
	if t.Failed() {
		t.FailNow()
	}
	echo(t, ours, theirs)
	echo(t, theirs, ours)
}

func echo(t *testing.T, from, to net.Conn) {
	t.Helper()
	data := bytes.Repeat([]byte("0123456789"), 5000)
	go from.Write(data)
	got := make([]byte, len(data))
	if _, err := io.ReadFull(to, got); err != nil || !bytes.Equal(got, data) {
		t.Fatalf("data was lost: %v", err)
	}
}

// against tries every choice twice, and wants the second to resume by ticket.
// start makes the two ends on the wires.
func against(t *testing.T, start func(c choice) func(client, server net.Conn) (*tlsconn.Conn, stranger)) {
	for _, c := range choices() {
		t.Run(c.String(), func(t *testing.T) {
			connect := start(c)
			for _, want := range []handshake.By{handshake.ByNothing, handshake.ByTicket, handshake.ByTicket} {
				client, server := wires(t)
				ours, theirs := connect(client, server)
				both(t, ours, theirs)
				if got := compare(t, c, ours, theirs); got != want {
					t.Errorf("got resumed by %v, want %v", got, want)
				}
				ours.Close()
				if _, err := theirs.Read(make([]byte, 1)); err != io.EOF {
					t.Errorf("got %v behind our close_notify, want EOF", err)
				}
				theirs.Close()
			}
		})
	}
}

func TestClientAgainstStdlib(t *testing.T) {
	against(t, func(c choice) func(client, server net.Conn) (*tlsconn.Conn, stranger) {
		ours, theirs := c.only(clientConfig()), c.stdlibServer()
		return func(client, server net.Conn) (*tlsconn.Conn, stranger) {
			return tlsconn.Client(client, ours), tls.Server(server, theirs)
		}
	})
}

func TestServerAgainstStdlib(t *testing.T) {
	against(t, func(c choice) func(client, server net.Conn) (*tlsconn.Conn, stranger) {
		ours, theirs := c.only(serverConfig(t, c.suite.Auth)), c.stdlib()
		return func(client, server net.Conn) (*tlsconn.Conn, stranger) {
			return tlsconn.Server(server, ours), tls.Client(client, theirs)
		}
	})
}

// A session is resumed with its own suite and that one's hash, also by a client
// that has come to prefer a suite of another hash.
func TestSessionOfAnotherHashAgainstStdlib(t *testing.T) {
	for _, first := range []uint16{0xc02b, 0xc02c} {
		made := choice{wire.TLS12, wire.SuiteByID(first), wire.X25519}
		other := wire.SuiteByID(0xc02b ^ 0xc02c ^ first)
		prefer := func(p *handshake.Policy) { p.Suites = []*wire.Suite{other, made.suite} }
		t.Run(made.suite.Name+", our client", func(t *testing.T) {
			ours, theirs := made.only(clientConfig()), made.stdlibServer()
			theirs.CipherSuites = []uint16{made.suite.ID, other.ID}
			for _, want := range []handshake.By{handshake.ByNothing, handshake.ByTicket} {
				client, server := wires(t)
				a, b := tlsconn.Client(client, ours), tls.Server(server, theirs)
				both(t, a, b)
				if got := compare(t, made, a, b); got != want {
					t.Errorf("got resumed by %v, want %v", got, want)
				}
				prefer(&ours.Policy)
			}
		})
		t.Run(made.suite.Name+", our server", func(t *testing.T) {
			ours, theirs := made.only(serverConfig(t, wire.KeyECDSA)), made.stdlib()
			theirs.CipherSuites = []uint16{made.suite.ID, other.ID}
			for _, want := range []handshake.By{handshake.ByNothing, handshake.ByTicket} {
				client, server := wires(t)
				a, b := tlsconn.Server(server, ours), tls.Client(client, theirs)
				both(t, a, b)
				if got := compare(t, made, a, b); got != want {
					t.Errorf("got resumed by %v, want %v", got, want)
				}
				prefer(&ours.Policy)
			}
		})
	}
}

// Each kind of key signs with every scheme that it can do, whatever its curve.
func TestEveryKeyAndSchemeAgainstStdlib(t *testing.T) {
	for kind, make := range keys {
		for _, scheme := range handshake.DefaultPolicy().Schemes {
			credential := make()
			c := choice{wire.TLS12, suiteFor[credential.Type()], wire.X25519}
			if isRSA := scheme&0xff == 1; isRSA != (credential.Type() == wire.KeyRSA) {
				continue
			}
			theirs := c.stdlib()
			theirs.Certificates = []tls.Certificate{{Certificate: credential.Chain, PrivateKey: credential.Key}}
			t.Run(fmt.Sprintf("%s %04x, our client", kind, uint16(scheme)), func(t *testing.T) {
				ours := c.only(clientConfig())
				ours.Policy.Schemes = []wire.SignatureScheme{scheme}
				client, server := wires(t)
				a, b := tlsconn.Client(client, ours), tls.Server(server, theirs)
				both(t, a, b)
				compare(t, c, a, b)
			})
			t.Run(fmt.Sprintf("%s %04x, our server", kind, uint16(scheme)), func(t *testing.T) {
				ours := c.only(serverConfig(t, credential.Type()))
				ours.Hosts = handshake.OneHost(credential)
				ours.Policy.Schemes = []wire.SignatureScheme{scheme}
				client, server := wires(t)
				a, b := tlsconn.Server(server, ours), tls.Client(client, theirs)
				both(t, a, b)
				compare(t, c, a, b)
			})
		}
	}
}

var suiteFor = map[wire.KeyType]*wire.Suite{
	wire.KeyECDSA: wire.SuiteByName("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
	wire.KeyRSA:   wire.SuiteByName("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
}

// The key log is that of crypto/tls, for full and resumed connections alike.
func TestKeyLog(t *testing.T) {
	c := choices()[0]
	var ourLog, theirLog bytes.Buffer
	ours, theirs := c.only(serverConfig(t, wire.KeyECDSA)), c.stdlib()
	ours.KeyLog, theirs.KeyLogWriter = &ourLog, &theirLog
	for range 2 {
		client, server := wires(t)
		s := tlsconn.Server(server, ours)
		both(t, s, tls.Client(client, theirs))
		s.Close()
	}
	// crypto/tls keeps silent about a connection that resumes.
	lines := strings.SplitAfter(ourLog.String(), "\n")
	if len(lines) != 3 || lines[0] != theirLog.String() || lines[0] == lines[1] {
		t.Fatalf("got\n%s, want\n%s and another line", ourLog.String(), theirLog.String())
	}
	fields := [][]string{strings.Fields(lines[0]), strings.Fields(lines[1])}
	if fields[0][1] == fields[1][1] || fields[0][2] != fields[1][2] {
		t.Errorf("got %v, want other randoms and the same secret", fields)
	}
	ours.KeyLog = gone{}
	client, server := wires(t)
	s := tlsconn.Server(server, ours)
	defer s.Close()
	go tls.Client(client, theirs).Handshake()
	if err := s.Handshake(context.Background()); fmt.Sprint(err) != "key log: broken pipe" {
		t.Errorf("got %v, want the error of the log", err)
	}
}

// A server of ours takes a byte at a time.
func TestOneByteAtATime(t *testing.T) {
	c := choices()[0]
	ours, theirs := c.only(serverConfig(t, wire.KeyECDSA)), c.stdlib()
	for _, want := range []handshake.By{handshake.ByNothing, handshake.ByTicket} {
		client, server := wires(t)
		client.SetNoDelay(true)
		s := tlsconn.Server(server, ours)
		peer := tls.Client(drop{client}, theirs)
		both(t, s, peer)
		if got := compare(t, c, s, peer); got != want {
			t.Errorf("resumed by %v, want %v", got, want)
		}
		s.Close()
	}
}

// drop writes bytes one by one, while they are few.
type drop struct{ net.Conn }

func (d drop) Write(p []byte) (int, error) {
	if len(p) > 1000 {
		return d.Conn.Write(p)
	}
	for b := range slices.Chunk(p, 1) {
		if _, err := d.Conn.Write(b); err != nil {
			return 0, err
		}
		time.Sleep(100 * time.Microsecond)
	}
	return len(p), nil
}
