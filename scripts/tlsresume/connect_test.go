package main

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"tlsresume/impl/handshake"
)

// files writes a certificate and its key, and lines that are no part of them.
func files(t *testing.T) (cert, key string) {
	t.Helper()
	c, err := selfSigned(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return write(t, c)
}

func write(t *testing.T, c *handshake.Credential) (cert, key string) {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(c.Key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	save(t, cert, "# a comment\n"+encode("CERTIFICATE", c.Chain[0]))
	save(t, key, encode("PRIVATE KEY", der))
	return cert, key
}

func encode(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func save(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestConnectVerifies(t *testing.T) {
	cert, key := files(t)
	other, _ := files(t)
	s := serve(t, "--cert", cert, "--key", key)
	_, port, _ := net.SplitHostPort(s.addr)
	for _, test := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"address", []string{s.addr, "--ca", cert}, 0, "resumed by=ticket"},
		{"name", []string{"localhost:" + port, "--ca", cert}, 0, "server_name=localhost peer=localhost"},
		{"another name", []string{s.addr, "--ca", cert, "--server-name", "b.example"}, 1, "failed alert=bad_certificate"},
		{"another authority", []string{s.addr, "--ca", other}, 1, "failed alert=unknown_ca"},
		{"the system's authorities", []string{s.addr}, 1, "failed alert=unknown_ca"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := connect(t, test.args...)
			if got.code != test.code {
				t.Errorf("got exit code %d, want %d", got.code, test.code)
			}
			hasAll(t, "client", got.line(1), test.want)
			if test.code != 0 {
				hasAll(t, "stderr", got.talk, "tlsresume: error: 2 of 2 connections failed", "\ntlsresume: hint: --ca FILE")
				s.says(test.want, `error="peer sent `)
				s.next()
				return
			}
			s.next()
			s.next()
		})
	}
}

func TestConnectNamesAlerts(t *testing.T) {
	s := serve(t, "--suites", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA")
	got := connect(t, s.addr, "--insecure", "-n", "1", "--suites", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
	if got.code != 1 {
		t.Errorf("got exit code %d, want 1", got.code)
	}
	hasAll(t, "client", got.line(0), "failed alert=handshake_failure", `error="peer sent handshake_failure"`)
	hasAll(t, "stderr", got.talk, "tlsresume: error: 1 of 1 connections failed, first connection 1: peer sent handshake_failure\n")
	s.says("failed alert=handshake_failure", "no cipher suite suits both")
}

func TestConnectFindsNobody(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	silent := connect(t, l.Addr().String(), "--timeout", "50ms", "-n", "1")
	l.Close()
	for want, got := range map[string]result{
		"timed out after 50ms": silent,
		"connection refused":   connect(t, l.Addr().String(), "-n", "1"),
	} {
		if got.code != 1 {
			t.Errorf("got exit code %d, want 1", got.code)
		}
		hasAll(t, "stderr", got.talk, want)
	}
}

// Bad usage and bad input: exit code 2, and a word on where.
func TestUsage(t *testing.T) {
	leaveNothing(t)
	cert, key := files(t)
	_, otherKey := files(t)
	dir := t.TempDir()
	broken, empty := filepath.Join(dir, "broken.pem"), filepath.Join(dir, "empty.pem")
	good, err := os.ReadFile(cert)
	if err != nil {
		t.Fatal(err)
	}
	save(t, broken, string(good)+strings.Replace(string(good), "MII", "M!I", 1)+string(good))
	save(t, empty, "nothing\n")
	pkcs8, traditional := filepath.Join(dir, "pkcs8.pem"), filepath.Join(dir, "traditional.pem")
	save(t, pkcs8, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n")
	save(t, traditional, "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n")
	const aead = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
	at := strings.Count(string(good), "\n") + 2 // behind the comment
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, test := range []struct{ args, want string }{
		{"serve --cert x.pem", "error: got --cert without --key"},
		{"serve --key x.pem", "error: got --key without --cert"},
		{"serve --cert x.pem --key x.pem", "error: open x.pem: no such file"},
		{"serve --cert " + broken + " --key " + key, "error: " + broken + ":" + strconv.Itoa(at) + ": the PEM block that begins here is malformed"},
		{"serve --cert " + empty + " --key " + key, "error: " + empty + ": got no certificate"},
		{"serve --cert " + cert + " --key " + empty, "error: " + empty + ": got no key"},
		{"serve --cert " + cert + " --key " + otherKey, "error: " + otherKey + ": the key is not that of the certificate in " + cert},
		{"serve --addr " + taken.Addr().String(), "address already in use"},
		{"serve --addr nonsense", "error: --addr: "},
		{"serve --suites TLS_NULL", `error: --suites: got "TLS_NULL"`},
		{"serve --suites TLS_RSA_WITH_AES_128_CBC_SHA", "error: none of the suites goes with an ECDSA certificate"},
		{"serve --groups x448", `error: --groups: got "x448", want a group that is implemented`},
		{"serve --groups=", "error: got --groups with none"},
		{"serve --suites=", "error: got --suites with none"},
		{"serve --suites TLS_PSK_WITH_AES_128_GCM_SHA256", "error: got suites of PSK in --suites, want --psk, too"},
		{"serve --psk alice:01 --psk alice", "error: --psk 2: got no colon, want IDENTITY:HEX"},
		{"serve --psk alice:secret", "error: --psk 1: got a key that is not hexadecimal"},
		{"serve --psk alice:", "error: --psk 1: got a key of 0 bytes"},
		{"serve --unknown-psk maybe", `error: --unknown-psk: got "maybe", want one of hidden, told`},
		{"connect localhost:1 --psk alice:0", "error: --psk 1: got a key that is not hexadecimal"},
		{"serve --count -1", "error: got --count -1"},
		{"serve --timeout 0s", "error: got --timeout 0s"},
		{"serve --nonsense", "error: unknown flag: --nonsense"},
		{"serve :443", "error: got \":443\", want no argument\ntlsresume: hint: --addr"},
		{"serve --alpn=", "error: got --alpn with none"},
		{"serve --cert " + cert + " --key " + pkcs8, "error: " + pkcs8 + ":1: the key is encrypted"},
		{"serve --cert " + cert + " --key " + traditional, "error: " + traditional + ":1: the key is encrypted"},
		{"serve --versions 1.1 --suites " + aead, "error: --suites: got none that version 1.1 has"},
		{"serve --versions 1.1 --suites " + aead + ",TLS_RSA_WITH_AES_128_CBC_SHA", "error: none of the suites goes with an ECDSA certificate"},
		{"connect localhost:1 --versions 1.0 --suites " + aead, "error: --suites: got none that version 1.0 has"},
		{"connect", "error: got 0 arguments, want HOST:PORT"},
		{"connect localhost", `error: got "localhost", want HOST:PORT`},
		{"connect :443", `error: got ":443", want HOST:PORT`},
		{"connect localhost:1 -n 0", "error: got -n 0"},
		{"connect localhost:1 --server-name 127.0.0.1", "error: --server-name: got \"127.0.0.1\", want a name without a trailing dot, and no address"},
		{"connect localhost:1 --server-name a.example.", "error: --server-name: got \"a.example.\""},
		{"connect localhost:1 --ca x --insecure", "error: if any flags in the group [ca insecure]"},
		{"connect localhost:1 --ca " + empty, "error: " + empty + ": got no certificate"},
	} {
		t.Run(test.args, func(t *testing.T) {
			root := newConnectCommand()
			words := strings.Fields(test.args)
			if words[0] == "serve" {
				root = newServeCommand()
			}
			ctx, cancel := context.WithTimeout(t.Context(), patience/5)
			defer cancel()
			got := execute(ctx, root, words[1:]...)
			if got.code != 2 || got.line(0) != "" {
				t.Errorf("got exit code %d and %q, want 2 and nothing", got.code, got.lines)
			}
			hasAll(t, "stderr", got.talk, "tlsresume: error: ", test.want)
		})
	}
}

func TestExitCode(t *testing.T) {
	plain := errors.New("plain")
	for want, err := range []error{nil, finding(plain), usage(plain), inconclusive(plain)} {
		if got := exitCode(err); got != want {
			t.Errorf("%v: got %d, want %d", err, got, want)
		}
	}
	if got := exitCode(plain); got != 2 {
		t.Errorf("got %d of cobra's own error, want 2", got)
	}
}
