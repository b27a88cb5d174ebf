package main

import (
	"crypto/tls"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/tlsconn"
)

// What the flags of both ends make of two connections, the first full. Every line
// is the same at both ends but where it says.
func TestPolicyFlags(t *testing.T) {
	for _, test := range []struct {
		name            string
		server, client  []string
		first, repeated string // in the client's lines
		fails           bool
	}{
		{"alpn", []string{"--alpn=b,a"}, []string{"--alpn=a,b"}, " full ", " alpn=b", false},
		{"no alpn in common", []string{"--alpn=b"}, []string{"--alpn=a"}, "alert=no_application_protocol", "alert=no_application_protocol", true},
		{"lifetime", []string{"--lifetime=1ns"}, nil, " full ", " full ", false},
		{"of the client", nil, []string{"--lifetime=1ns", "--no-tickets"}, " full ", " full ", false},
		{"ems required", []string{"--ems=required"}, []string{"--ems=off"}, "alert=handshake_failure", "alert=handshake_failure", true},
		{"a build that knows no ems", []string{"--ems=ignorant"}, nil, " ems=no", " ems=no", false},
		{"fallback", []string{"--versions=1.2,1.1"}, []string{"--versions=1.1", "--fallback", "--sha1"},
			"alert=inappropriate_fallback", "alert=inappropriate_fallback", true},
		{"fallback that is none", []string{"--versions=1.2,1.1"}, []string{"--versions=1.2,1.1", "--fallback"}, "version=1.2", "resumed by=ticket version=1.2", false},
		{"weak", []string{"--versions=1.0", "--no-etm"}, []string{"--versions=1.0,1.1,1.2"}, "full version=1.0", "resumed by=ticket version=1.0", false},
		{"max fragment", nil, []string{"--max-fragment=512"}, " full ", " resumed by=ticket ", false},
		{"own order", []string{"--own-order", "--suites=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"}, nil,
			"suite=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "suite=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", false},
		{"renegotiated by the client", []string{"--renegotiation=freely"}, []string{"--renegotiate=2"}, " full version=1.2", "resumed by=ticket version", false},
		{"refused by a warning", nil, []string{"--renegotiate=1"}, "the peer refuses", "the peer refuses", true},
		{"refused fatally", []string{"--renegotiation=refuse-fatally"}, []string{"--renegotiate=1"}, "alert=no_renegotiation", "alert=no_renegotiation", true},
		{"encoded as in RFC 4507", []string{"--ticket-encoding=either"}, []string{"--ticket-encoding=rfc4507"}, " full ", " resumed by=ticket", false},
		{"encoded as nobody reads it", nil, []string{"--ticket-encoding=rfc4507"}, " full ", " full ", false},
		{"hint", []string{"--hint=none"}, nil, " full ", " resumed by=ticket", false},
		{"psk", []string{"--psk=bob:0102", "--psk=alice:03", "--psk-hint=a.example"}, []string{"--psk=alice:03"},
			" full version=1.2 suite=TLS_PSK_WITH_AES_128_GCM_SHA256 ems=yes psk_identity=alice", " resumed by=ticket ", false},
		{"psk by ID", []string{"--psk=a:b:03"}, []string{"--psk=a:b:03", "--no-tickets"}, " full ", " resumed by=id version=1.2 suite=TLS_PSK_WITH_AES_128_GCM_SHA256 ems=yes psk_identity=a:b", false},
		{"psk unknown", []string{"--psk=bob:0102"}, []string{"--psk=alice:03"}, "alert=unknown_psk_identity", "alert=unknown_psk_identity", true},
		{"psk unknown and hidden", []string{"--psk=bob:0102", "--unknown-psk=hidden"}, []string{"--psk=alice:03"}, "alert=decrypt_error", "alert=decrypt_error", true},
		{"psk wrong", []string{"--psk=bob:0102"}, []string{"--psk=bob:03"}, "alert=decrypt_error", "alert=decrypt_error", true},
		{"psk of the server alone", []string{"--psk=bob:0102"}, nil, " full version=1.2 suite=TLS_ECDHE", " resumed by=ticket", false},
		{"legacy", nil, []string{"--legacy=refuse"}, " full ", " resumed", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := serve(t, test.server...)
			got := connect(t, append([]string{s.addr, "--insecure", "-n", "2"}, test.client...)...)
			hasAll(t, "client", got.line(0), test.first)
			hasAll(t, "client", got.line(1), test.repeated)
			if (got.code != 0) != test.fails {
				t.Errorf("got exit code %d: %s", got.code, got.talk)
			}
		})
	}
}

// The line says how the connection began, and how often it went on.
func TestConnectCountsRenegotiations(t *testing.T) {
	s := serve(t, "--renegotiation=freely")
	got := connect(t, s.addr, "--insecure", "--renegotiate=2")
	hasAll(t, "client", got.line(0), " full ", " renegotiations=2")
	hasAll(t, "client", got.line(1), " resumed by=ticket ", " renegotiations=2")
}

// A server that asks prints a line for either handshake, and answers behind them.
func TestServeRenegotiates(t *testing.T) {
	s := serve(t, "--renegotiate", "--count", "2")
	cfg := &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS12, Renegotiation: tls.RenegotiateOnceAsClient}
	peer{tls.Client(dialRaw(t, s.addr), cfg)}.ask(t, "GET / HTTP/1.0\r\n", "\r\n")
	s.says("1 127.0.0.1:", " full ")
	s.says("1 127.0.0.1:", " renegotiations=1")

	cfg.Renegotiation = tls.RenegotiateNever
	c := tls.Client(dialRaw(t, s.addr), cfg)
	if _, err := io.ReadAll(c); err == nil {
		t.Error("a client that refuses got an answer")
	}
	<-s.done
	hasAll(t, "stderr", s.talk.w.(interface{ String() string }).String(), "connection 2: renegotiating: ")
}

// RFC 4366 has no rule against a session that is resumed under another name, RFC 6066 has.
func TestServeResumesUnderAnotherName(t *testing.T) {
	for flag, resumed := range map[string]bool{"rfc6066": false, "rfc4366": true} {
		s := serve(t, "--same-name="+flag)
		policy, store := handshake.DefaultPolicy(), session.NewClientStore(1)
		policy.MayOffer = func(*session.ClientSession, *handshake.Policy, string, time.Time) handshake.Reason {
			return handshake.None
		}
		for n, name := range []string{"a.example", "b.example"} {
			c := tlsconn.Client(dialRaw(t, s.addr), &tlsconn.Config{Sessions: store, Key: session.ClientKey{Name: "any"}, Config: handshake.Config{
				Policy: policy, ServerName: name, Verify: func([][]byte, string) (string, error) { return "", nil },
			}})
			if err := c.Handshake(t.Context()); err != nil {
				t.Fatal(err)
			}
			if a, _ := c.Agreement(); (a.By != handshake.ByNothing) != (n == 1 && resumed) {
				t.Errorf("%s, connection %d: got %v", flag, n, a)
			}
			c.Close()
		}
	}
}

// What a renegotiation keeps is what the next connection resumes; what it resumes has the
// master secret of the connection.
func TestWithinARenegotiation(t *testing.T) {
	for flag, want := range map[string]struct{ kept, resumed bool }{
		"nothing": {}, "keep": {kept: true}, "resume": {resumed: true}, "everything": {resumed: true},
	} {
		s := serve(t, "--renegotiation=freely", "--no-tickets", "--within="+flag)
		policy, store := handshake.DefaultPolicy(), session.NewClientStore(1)
		policy.Within = handshake.Withins[flag]
		cfg := &tlsconn.Config{Sessions: store, Config: handshake.Config{
			Policy: policy, Verify: func([][]byte, string) (string, error) { return "", nil },
		}}
		shake := func(renegotiates bool) (before, now handshake.Agreement) {
			c := tlsconn.Client(dialRaw(t, s.addr), cfg)
			defer c.Close()
			if err := c.Handshake(t.Context()); err != nil {
				t.Fatal(err)
			}
			if before, _ = c.Agreement(); renegotiates {
				if err := c.Renegotiate(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			now, _ = c.Agreement()
			return before, now
		}
		cfg.Key.Name = "any"
		before, now := shake(true)
		after, _ := shake(false)
		if resumed := now.By == handshake.ByID && string(now.Master) == string(before.Master); resumed != want.resumed {
			t.Errorf("%s: resumed %t", flag, resumed)
		}
		if kept := !want.resumed && string(after.Master) == string(now.Master); kept != want.kept || after.By != handshake.ByID {
			t.Errorf("%s: kept %t, then %v", flag, kept, after)
		}
	}
}

// A request is served behind a refusal by a warning, and across a renegotiation.
func TestRequestAcrossARenegotiation(t *testing.T) {
	for _, flag := range []string{"refuse", "freely"} {
		s := serve(t, "--renegotiation="+flag)
		policy := handshake.DefaultPolicy()
		c := tlsconn.Client(dialRaw(t, s.addr), &tlsconn.Config{Config: handshake.Config{
			Policy: policy, Verify: func([][]byte, string) (string, error) { return "", nil },
		}})
		io.WriteString(c, "GET / HTTP/1.0\r\n")
		if err := c.Renegotiate(t.Context()); (err == nil) != (flag == "freely") {
			t.Errorf("%s: got %v", flag, err)
		}
		io.WriteString(c, "\r\n")
		answer, err := io.ReadAll(c)
		if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.0 200 OK\r\n") {
			t.Errorf("%s: got %q, %v", flag, answer, err)
		}
		c.Close()
	}
}

// The key log has a line for every connection of both ends, and is its owner's.
func TestKeyLogFiles(t *testing.T) {
	dir := t.TempDir()
	ours, theirs := filepath.Join(dir, "server"), filepath.Join(dir, "client")
	s := serve(t, "--keylog", ours, "--count", "2")
	connect(t, s.addr, "--insecure", "--keylog", theirs)
	<-s.done
	a, b := readFile(t, ours), readFile(t, theirs)
	if !regexp.MustCompile(`^(CLIENT_RANDOM [0-9a-f]{64} [0-9a-f]{96}\n){2}$`).MatchString(a) || a != b {
		t.Errorf("got %q of the server and %q of the client", a, b)
	}
	if info, err := os.Stat(ours); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got the mode %v, %v, want 0600", info.Mode(), err)
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestPolicyFlagMistakes(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"--ems=maybe"}, `--ems: got "maybe", want one of ignorant, mixed, off, on, required, unfenced`},
		{[]string{"--renegotiation="}, `--renegotiation: got "", want one of `},
		{[]string{"--lifetime=0"}, "got --lifetime 0s, want more than none"},
		{[]string{"--max-fragment=1000"}, "got --max-fragment 1000, want 512, 1024, 2048 or 4096"},
		{[]string{"--renegotiate=-1"}, "got --renegotiate -1, want 0 or more"},
		{[]string{"--alpn=" + strings.Repeat("x", 256)}, "got --alpn with a protocol of 256 bytes, want 1 to 255"},
		{[]string{"--keylog=/no/such/folder/file"}, "--keylog: open /no/such/folder/file: "},
	} {
		got := connect(t, append(test.args, "127.0.0.1:1")...)
		if got.code != codeUsage {
			t.Errorf("%q: got exit code %d, want %d: %s", test.args, got.code, codeUsage, got.talk)
		}
		hasAll(t, "stderr", got.talk, test.want)
	}
}
