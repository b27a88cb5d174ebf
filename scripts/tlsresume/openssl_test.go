package main

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/peers/installed"
	"tlsresume/impl/session"
	"tlsresume/impl/tlsconn"
	"tlsresume/impl/wire"
)

// openssl is the command.
func openssl(t *testing.T) string {
	t.Helper()
	return installed.Program(t, "openssl", "openssl")
}

// A choice is a version and a suite with the group of its key exchange, or none.
type choice struct {
	version wire.Version
	suite   *wire.Suite
	group   wire.Group
}

func choices() []choice {
	var all []choice
	for _, s := range wire.Suites {
		if s.KX == wire.PSK {
			continue // see openssl_psk_test.go
		}
		if s.KX == wire.RSA {
			all = append(all, choice{wire.TLS12, s, 0})
			continue
		}
		if s.KX == wire.DHE {
			all = append(all, choice{wire.TLS12, s, wire.FFDHE2048})
			continue
		}
		all = append(all, choice{wire.TLS12, s, wire.X25519}, choice{wire.TLS12, s, wire.P256})
		if s.Cipher == wire.AES256GCM { // the suites and the larger groups need not all meet
			all = append(all, choice{wire.TLS12, s, wire.P384}, choice{wire.TLS12, s, wire.P521})
		}
	}
	for _, c := range slices.Clone(all) {
		if c.suite.Cipher.Since() < wire.TLS12 && c.group != wire.P256 {
			all = append(all, choice{wire.TLS11, c.suite, c.group}, choice{wire.TLS10, c.suite, c.group})
		}
	}
	return all
}

// versions are openssl's flags for them.
var versions = map[wire.Version]string{wire.TLS10: "-tls1", wire.TLS11: "-tls1_1", wire.TLS12: "-tls1_2"}

// groups are the curves' names that openssl has, static RSA and DHE having any.
var groups = map[wire.Group]string{0: "P-256", wire.FFDHE2048: "P-256", wire.X25519: "X25519", wire.P256: "P-256", wire.P384: "P-384", wire.P521: "P-521"}

// tempKeys are what s_client says of them.
var tempKeys = map[wire.Group]string{
	wire.X25519: "X25519, 253 bits", wire.P256: "ECDH, prime256v1, 256 bits",
	wire.FFDHE2048: "DH, 2048 bits", wire.P384: "ECDH, secp384r1, 384 bits", wire.P521: "ECDH, secp521r1, 521 bits",
}

func (c choice) String() string {
	return c.version.String() + " " + c.suite.Name + " " + c.group.String()
}

// groups are what a client offers to get the one. P-256 is always there: the key
// of an ECDSA certificate needs it (RFC 8422 5.3).
func (c choice) groups() string {
	if groups[c.group] == "P-256" {
		return "P-256"
	}
	return groups[c.group] + ":P-256"
}

// cipher is the suite in openssl's names, at the level that allows it.
func (c choice) cipher() string { return opensslNames[c.suite.ID] + ":@SECLEVEL=0" }

var opensslNames = map[uint16]string{
	0xc02b: "ECDHE-ECDSA-AES128-GCM-SHA256", 0xc02f: "ECDHE-RSA-AES128-GCM-SHA256",
	0xc009: "ECDHE-ECDSA-AES128-SHA", 0xc013: "ECDHE-RSA-AES128-SHA",
	0x009c: "AES128-GCM-SHA256", 0x002f: "AES128-SHA",
	0xc02c: "ECDHE-ECDSA-AES256-GCM-SHA384", 0xc030: "ECDHE-RSA-AES256-GCM-SHA384",
	0xcca9: "ECDHE-ECDSA-CHACHA20-POLY1305", 0xcca8: "ECDHE-RSA-CHACHA20-POLY1305",
	0xc00a: "ECDHE-ECDSA-AES256-SHA", 0xc014: "ECDHE-RSA-AES256-SHA",
	0x009d: "AES256-GCM-SHA384", 0x0035: "AES256-SHA",
	0xc023: "ECDHE-ECDSA-AES128-SHA256", 0xc027: "ECDHE-RSA-AES128-SHA256",
	0x003c: "AES128-SHA256", 0x003d: "AES256-SHA256",
	0x009e: "DHE-RSA-AES128-GCM-SHA256", 0x009f: "DHE-RSA-AES256-GCM-SHA384", 0xccaa: "DHE-RSA-CHACHA20-POLY1305",
	0x0033: "DHE-RSA-AES128-SHA", 0x0039: "DHE-RSA-AES256-SHA", 0x0067: "DHE-RSA-AES128-SHA256", 0x006b: "DHE-RSA-AES256-SHA256",
}

var rsaCredential = sync.OnceValues(func() (*handshake.Credential, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	return credentialOf(key)
})

func credentialOf(key crypto.Signer) (*handshake.Credential, error) {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	return &handshake.Credential{Chain: [][]byte{der}, Key: key}, err
}

// certificates writes one of each kind.
func certificates(t *testing.T) map[wire.KeyType][2]string {
	t.Helper()
	c, err := rsaCredential()
	if err != nil {
		t.Fatal(err)
	}
	all := map[wire.KeyType][2]string{}
	cert, key := write(t, c)
	all[wire.KeyRSA] = [2]string{cert, key}
	cert, key = files(t)
	all[wire.KeyECDSA] = [2]string{cert, key}
	return all
}

// withoutEMS is the environment of an openssl that has no extended master
// secret: there is no flag for that.
func withoutEMS(t *testing.T) []string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "noems.cnf")
	save(t, name, "openssl_conf = o\n[o]\nssl_conf = s\n[s]\nsystem_default = d\n[d]\nOptions = -ExtendedMasterSecret\n")
	return []string{"OPENSSL_CONF=" + name}
}

// A client is openssl's, of one server.
type client struct {
	t       *testing.T
	version wire.Version
	env     []string
	args    []string
}

// ask asks for the page, and returns all that the client prints. Its input is
// held open until the server has ended the connection.
func (c client) ask(args ...string) string {
	c.t.Helper()
	p := start(c.t, c.env, openssl(c.t), append(append([]string{"s_client", versions[c.version]}, c.args...), args...)...)
	io.WriteString(p.in, "GET / HTTP/1.0\r\n\r\n")
	out, err := io.ReadAll(p.out)
	p.in.Close()
	if err != nil {
		c.t.Fatal(err)
	}
	p.Wait()
	return string(out) + p.talk.String()
}

// resumes connects three times, each with the session of the last, and holds
// what openssl says against what we say.
func (c client) resumes(s *served, by, ems string, choice choice) {
	c.t.Helper()
	file := filepath.Join(c.t.TempDir(), "session.pem")
	facts := fmt.Sprintf("version=%s suite=%s ems=%s", choice.version, choice.suite.Name, ems)
	page := "\nsuite: " + choice.suite.Name + "\nextended master secret: " + ems + "\n"
	got := c.ask("-sess_out", file)
	hasAll(c.t, "s_client", got, "\nNew, ", "Extended master secret: "+ems, "\nhandshake: full\n", page)
	if choice.suite.KX != wire.RSA {
		hasAll(c.t, "s_client", got, "Server Temp Key: "+tempKeys[choice.group])
	}
	s.says(" full " + facts)
	for range 2 {
		got := c.ask("-sess_in", file, "-sess_out", file)
		hasAll(c.t, "s_client", got, "\nReused, ", "Extended master secret: "+ems, "\nhandshake: resumed by "+by+"\n", page)
		s.says(" resumed by=" + by + " " + facts)
	}
}

func TestServeAgainstOpenSSL(t *testing.T) {
	openssl(t)
	certs := certificates(t)
	for _, choice := range choices() {
		t.Run(choice.String(), func(t *testing.T) {
			cert := certs[choice.suite.Auth]
			s := serve(t, "--cert", cert[0], "--key", cert[1], "--suites", choice.suite.Name, "--versions", "1.0,1.1,1.2")
			args := []string{"-connect", s.addr, "-cipher", choice.cipher(), "-groups", choice.groups()}
			client{t, choice.version, nil, args}.resumes(s, "ticket", "yes", choice)
			client{t, choice.version, nil, append(args, "-no_ticket")}.resumes(s, "id", "yes", choice)
		})
	}
}

// The kinds of keys, each with the hashes that openssl is held to, as client and
// as server.
func TestEveryKeyAgainstOpenSSL(t *testing.T) {
	openssl(t)
	leaveNothing(t)
	for _, curve := range []elliptic.Curve{elliptic.P256(), elliptic.P384(), elliptic.P521(), nil} {
		name, kind := "RSA", "RSA"
		c, err := rsaCredential()
		if curve != nil {
			name, kind = curve.Params().Name, "ECDSA"
			var key *ecdsa.PrivateKey
			if key, err = ecdsa.GenerateKey(curve, rand.Reader); err == nil {
				c, err = credentialOf(key)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		cert, key := write(t, c)
		for _, hash := range []string{"SHA256", "SHA384", "SHA512"} {
			t.Run(name+" "+hash, func(t *testing.T) {
				s := serve(t, "--cert", cert, "--key", key)
				got := client{t, wire.TLS12, nil, []string{"-connect", s.addr, "-CAfile", cert}}.ask("-sigalgs", kind+"+"+hash)
				hasAll(t, "s_client", got, "Peer signing digest: "+hash, "Peer signature type: "+kind, "Verify return code: 0 (ok)")
				s.says(" full ")
				addr := openServer(t, nil, "-cert", cert, "-key", key, "-sigalgs", kind+"+"+hash)
				hasAll(t, "client", connect(t, addr, "--server-name", "localhost", "--ca", cert).line(1), "resumed by=ticket")
			})
		}
	}
}

func TestServeAgainstOpenSSLWithoutEMS(t *testing.T) {
	openssl(t)
	c := choices()[0]
	s := serve(t)
	args := []string{"-connect", s.addr, "-cipher", c.cipher()}
	client{t, wire.TLS12, withoutEMS(t), args}.resumes(s, "ticket", "no", c)
	client{t, wire.TLS12, withoutEMS(t), append(args, "-no_ticket")}.resumes(s, "id", "no", c)
	without := serve(t, "--ems=off", "--renew")
	client{t, wire.TLS12, nil, []string{"-connect", without.addr, "-cipher", c.cipher()}}.resumes(without, "ticket", "no", c)
	// RFC 7627 5.3: "If the original session used the "extended_master_secret"
	// extension but the new ClientHello does not contain it, the server MUST
	// abort the abbreviated handshake."
	file := filepath.Join(t.TempDir(), "session.pem")
	client{t, wire.TLS12, nil, args}.ask("-sess_out", file)
	s.says("full", "ems=yes")
	got := client{t, wire.TLS12, withoutEMS(t), args}.ask("-sess_in", file)
	hasAll(t, "s_client", got, "alert handshake failure")
	s.says("failed alert=handshake_failure", "RFC 7627 5.3")
}

// openServer starts openssl's server, which answers a GET with what it knows.
func openServer(t *testing.T, env []string, args ...string) (addr string) {
	t.Helper()
	return openServerOf(t, wire.TLS12, env, args...)
}

func openServerOf(t *testing.T, v wire.Version, env []string, args ...string) (addr string) {
	t.Helper()
	return openServerWith(t, env, append([]string{versions[v]}, args...)...)
}

func openServerWith(t *testing.T, env []string, args ...string) (addr string) {
	t.Helper()
	p := start(t, env, openssl(t), append([]string{"s_server", "-accept", "127.0.0.1:0", "-www"}, args...)...)
	addr = strings.TrimPrefix(p.until(t, "ACCEPT "), "ACCEPT ")
	go io.Copy(io.Discard, p.out)
	return addr
}

func TestConnectAgainstOpenSSL(t *testing.T) {
	openssl(t)
	leaveNothing(t)
	certs := certificates(t)
	ecdsa, rsa := certs[wire.KeyECDSA], certs[wire.KeyRSA]
	for _, version := range wire.Versions {
		for _, group := range slices.Concat(wire.Groups, []wire.Group{wire.FFDHE2048}) {
			var here []choice
			for _, c := range choices() {
				if c.version == version && (c.group == group || c.group == 0) {
					here = append(here, c)
				}
			}
			if len(here) == 0 {
				continue
			}
			addr := openServerOf(t, version, nil, "-cert", ecdsa[0], "-key", ecdsa[1], "-dcert", rsa[0], "-dkey", rsa[1],
				"-cipher", "ALL:@SECLEVEL=0", "-named_curve", groups[group], "-dhparam", dhparam(t))
			for _, choice := range here {
				t.Run(choice.String()+" of "+group.String(), func(t *testing.T) {
					connects(t, choice, group, addr, certs[choice.suite.Auth][0])
				})
			}
		}
	}
}

// dhparam is ffdhe2048 as openssl's server takes it, which else has groups of older
// RFCs.
func dhparam(t *testing.T) string {
	t.Helper()
	der, err := asn1.Marshal(*handshake.NamedField(wire.FFDHE2048))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "dh.pem")
	save(t, name, string(pem.EncodeToMemory(&pem.Block{Type: "DH PARAMETERS", Bytes: der})))
	return name
}

// connects asks three times, by ticket and by ID, of a client that speaks every
// version: so the premaster secret of static RSA has another than the server
// chooses, which it checks (RFC 5246 7.4.7.1).
func connects(t *testing.T, choice choice, group wire.Group, addr, ca string) {
	t.Helper()
	suites := choice.suite.Name
	for by, args := range map[string][]string{"ticket": nil, "id": {"--no-tickets"}} {
		got := connect(t, append(args, addr, "--server-name", "localhost", "--ca", ca, "--versions", "1.2,1.1,1.0",
			"--suites", suites, "--groups", group.String()+",secp256r1", "-n", "3")...)
		if got.code != 0 {
			t.Errorf("got %+v", got)
		}
		facts := " version=" + choice.version.String() + " suite=" + suites + " ems=yes server_name=localhost peer=localhost"
		hasAll(t, "client", got.line(0), "full"+facts)
		hasAll(t, "client", got.line(1), "resumed by="+by+facts)
		hasAll(t, "client", got.line(2), "resumed by="+by+facts)
	}
}

// What openssl's server says of our client, on its page.
func TestOpenSSLSaysTheSame(t *testing.T) {
	openssl(t)
	leaveNothing(t)
	ecdsa := certificates(t)[wire.KeyECDSA]
	for _, test := range []struct {
		name string
		env  []string
		args []string
		edit func(*handshake.Policy)
		by   handshake.By
		ems  bool
	}{
		{"by ticket", nil, nil, func(*handshake.Policy) {}, handshake.ByTicket, true},
		{"by ticket with a marker", nil, nil, func(p *handshake.Policy) { p.Marker = true }, handshake.ByTicket, true},
		{"by id", nil, []string{"-no_ticket"}, func(*handshake.Policy) {}, handshake.ByID, true},
		{"never", nil, []string{"-no_ticket", "-no_cache"}, func(*handshake.Policy) {}, handshake.ByNothing, true},
		{"SHA-384 by ticket", nil, nil, sha384, handshake.ByTicket, true},
		{"SHA-384 by id", nil, []string{"-no_ticket"}, sha384, handshake.ByID, true},
		{"without ems of ours", nil, nil, func(p *handshake.Policy) { p.EMS = false }, handshake.ByTicket, false},
		{"without ems of either", withoutEMS(t), nil, func(p *handshake.Policy) { p.EMS = false }, handshake.ByTicket, false},
		{"never without ems of theirs", withoutEMS(t), nil, func(*handshake.Policy) {}, handshake.ByNothing, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			addr := openServer(t, test.env, append([]string{"-cert", ecdsa[0], "-key", ecdsa[1]}, test.args...)...)
			cfg := plainClient()
			test.edit(&cfg.Policy)
			want := handshake.ByNothing
			for range 3 {
				a, page := fetch(t, addr, cfg)
				if a.By != want || a.EMS != test.ems {
					t.Errorf("got resumed by %v, ems %v, want %v, %v", a.By, a.EMS, want, test.ems)
				}
				begins := map[bool]string{false: "\nNew, ", true: "\nReused, "}
				ems := map[bool]string{false: "Extended master secret: no", true: "Extended master secret: yes"}
				hasAll(t, "s_server", page, begins[want != handshake.ByNothing], ems[test.ems],
					fmt.Sprintf("Master-Key: %X", a.Master), "Cipher    : "+opensslNames[cfg.Policy.Suites[0].ID])
				want = test.by
			}
		})
	}
}

func sha384(p *handshake.Policy) { p.Suites = []*wire.Suite{wire.SuiteByID(0xc02c)} }

// A session outlives a change of what the client prefers, whose hash is another.
func TestOpenSSLResumesASessionOfAnotherHash(t *testing.T) {
	openssl(t)
	leaveNothing(t)
	cert := certificates(t)[wire.KeyECDSA]
	for by, args := range map[handshake.By][]string{handshake.ByTicket: nil, handshake.ByID: {"-no_ticket"}} {
		addr := openServer(t, nil, append([]string{"-cert", cert[0], "-key", cert[1]}, args...)...)
		cfg := plainClient()
		sha384(&cfg.Policy)
		full, _ := fetch(t, addr, cfg)
		cfg.Policy.Suites = []*wire.Suite{wire.SuiteByID(0xc02b), wire.SuiteByID(0xc02c)}
		again, page := fetch(t, addr, cfg)
		if again.By != by || again.Suite != full.Suite || !again.EMS {
			t.Errorf("got %v, want it resumed by %v", again, by)
		}
		hasAll(t, "s_server", page, "\nReused, ", fmt.Sprintf("Master-Key: %X", full.Master), "Cipher    : ECDHE-ECDSA-AES256-GCM-SHA384")
	}
	// And of a client of theirs.
	s := serve(t, "--cert", cert[0], "--key", cert[1])
	for by, args := range map[string][]string{"ticket": nil, "id": {"-no_ticket"}} {
		file := filepath.Join(t.TempDir(), "session.pem")
		c := client{t, wire.TLS12, nil, append([]string{"-connect", s.addr}, args...)}
		c.ask("-sess_out", file, "-cipher", "ECDHE-ECDSA-AES256-GCM-SHA384")
		s.says(" full ", "suite=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 ems=yes")
		got := c.ask("-sess_in", file, "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384")
		hasAll(t, "s_client", got, "\nReused, ", "Extended master secret: yes")
		s.says(" resumed by="+by+" ", "suite=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 ems=yes")
	}
}

func plainClient() *tlsconn.Config {
	return &tlsconn.Config{
		Config: handshake.Config{
			Policy: handshake.DefaultPolicy(),
			Verify: func([][]byte, string) (string, error) { return "", nil },
		},
		Sessions: session.NewClientStore(1),
		Key:      session.ClientKey{Name: "openssl"},
	}
}

// fetch is the page of a server, and what we believe of the connection.
func fetch(t *testing.T, addr string, cfg *tlsconn.Config) (handshake.Agreement, string) {
	t.Helper()
	conn, err := shake(t, addr, cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	io.WriteString(conn, "GET / HTTP/1.0\r\n\r\n")
	var page bytes.Buffer
	if _, err := page.ReadFrom(conn); err != nil {
		t.Error(err)
	}
	a, _ := conn.Agreement()
	return a, page.String()
}

// shake is a connection of ours, and what came of its handshake.
func shake(t *testing.T, addr string, cfg *tlsconn.Config) (*tlsconn.Conn, error) {
	t.Helper()
	raw, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	raw.SetDeadline(time.Now().Add(patience))
	conn := tlsconn.Client(raw, cfg)
	return conn, conn.Handshake(context.Background())
}

// A certificate that openssl refuses ends the connection, and only that one.
func TestOpenSSLRefuses(t *testing.T) {
	openssl(t)
	cert, key := files(t)
	other, _ := files(t)
	s := serve(t, "--cert", cert, "--key", key)
	args := []string{"-connect", s.addr, "-verify_return_error", "-CAfile"}
	client{t, wire.TLS12, nil, append(args, other)}.ask()
	s.says("failed alert=unknown_ca", `error="peer sent unknown_ca"`)
	got := client{t, wire.TLS12, nil, append(args, cert)}.ask()
	hasAll(t, "s_client", got, "Verify return code: 0 (ok)", "handshake: full")
	s.says("full")
}
