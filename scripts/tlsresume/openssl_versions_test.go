package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"testing"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/tlsconn"
	"tlsresume/impl/wire"
)

// anyVersion are the arguments of an openssl server that has every version that
// ours has.
var anyVersion = []string{"-cipher", "ALL:@SECLEVEL=0", "-min_protocol", "TLSv1"}

// RFC 7507 in both roles: a client that fell back is refused by a server that can
// do more, and by no other.
func TestFallbackAgainstOpenSSL(t *testing.T) {
	openssl(t)
	leaveNothing(t)
	cert := certificates(t)[wire.KeyECDSA]
	for _, v := range wire.Versions {
		t.Run("server, "+v.String(), func(t *testing.T) {
			s := serve(t, "--cert", cert[0], "--key", cert[1], "--versions", "1.0,1.1,1.2")
			got := client{t, v, nil, []string{"-connect", s.addr, "-cipher", "ALL:@SECLEVEL=0"}}.ask("-fallback_scsv")
			if v == wire.TLS12 {
				hasAll(t, "s_client", got, "handshake: full")
				s.says(" full ")
			} else {
				hasAll(t, "s_client", got, "alert inappropriate fallback")
				s.says("failed alert=inappropriate_fallback", "RFC 7507 3")
			}
		})
		t.Run("client, "+v.String(), func(t *testing.T) {
			addr := openServerWith(t, nil, append(anyVersion, "-no_tls1_3", "-cert", cert[0], "-key", cert[1])...)
			cfg := plainClient()
			cfg.Policy.Versions, cfg.Policy.Fallback = []wire.Version{v}, true
			conn, err := shake(t, addr, cfg)
			conn.Close()
			var alert *tlsconn.AlertError
			if refused := errors.As(err, &alert) && alert.Alert == wire.InappropriateFallback; refused != (v < wire.TLS12) || !refused && err != nil {
				t.Errorf("got %v", err)
			}
		})
	}
}

// SHA-1 in TLS 1.2, which only an option brings.
func TestSHA1AgainstOpenSSL(t *testing.T) {
	openssl(t)
	leaveNothing(t)
	for kind, scheme := range map[wire.KeyType]wire.SignatureScheme{wire.KeyRSA: wire.RSASHA1, wire.KeyECDSA: wire.ECDSASHA1} {
		cert := certificates(t)[kind]
		name := map[wire.KeyType]string{wire.KeyRSA: "RSA", wire.KeyECDSA: "ECDSA"}[kind]
		t.Run("client, "+name, func(t *testing.T) {
			addr := openServer(t, nil, "-cipher", "ALL:@SECLEVEL=0", "-cert", cert[0], "-key", cert[1])
			cfg := plainClient()
			cfg.Policy.Schemes = []wire.SignatureScheme{scheme}
			_, page := fetch(t, addr, cfg)
			hasAll(t, "s_server", page, "\nSignature Algorithms: "+name+"+SHA1\n")
		})
		t.Run("server, "+name, func(t *testing.T) {
			credential, err := loadCredential(cert[0], cert[1])
			if err != nil {
				t.Fatal(err)
			}
			cfg := plainServer(credential)
			cfg.Policy.Schemes = []wire.SignatureScheme{scheme}
			got := client{t, wire.TLS12, nil, []string{"-connect", listen(t, cfg), "-cipher", "ALL:@SECLEVEL=0"}}.ask()
			hasAll(t, "s_client", got, "Peer signing digest: SHA1\n", "Peer signature type: "+name)
		})
	}
}

// However our messages lie in records, openssl takes them.
func TestPackingsAgainstOpenSSL(t *testing.T) {
	openssl(t)
	leaveNothing(t)
	cert := certificates(t)[wire.KeyECDSA]
	credential, err := loadCredential(cert[0], cert[1])
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range wire.Versions {
		for _, packing := range []handshake.Packing{{Coalesce: true}, {Fragment: 1}, {Fragment: 7, Coalesce: true}} {
			t.Run(fmt.Sprintf("%s, %+v", v, packing), func(t *testing.T) {
				addr := openServerOf(t, v, nil, "-cipher", "ALL:@SECLEVEL=0", "-cert", cert[0], "-key", cert[1])
				cfg := plainClient()
				cfg.Policy.Versions, cfg.Policy.Packing = []wire.Version{v}, packing
				for _, want := range []handshake.By{handshake.ByNothing, handshake.ByTicket} {
					if a, _ := fetch(t, addr, cfg); a.By != want || a.Version != v {
						t.Errorf("got %v", a)
					}
				}
				server := plainServer(credential)
				server.Policy.Versions, server.Policy.Packing = []wire.Version{v}, packing
				got := client{t, v, nil, []string{"-connect", listen(t, server), "-cipher", "ALL:@SECLEVEL=0"}}.ask()
				hasAll(t, "s_client", got, "\nNew, ", "\nhello\n")
			})
		}
	}
}

// plainServer has no tickets and no cache.
func plainServer(c *handshake.Credential) *tlsconn.Config {
	policy := handshake.DefaultPolicy()
	policy.Tickets, policy.Cache = false, false
	return &tlsconn.Config{Config: handshake.Config{Policy: policy, Hosts: handshake.OneHost(c)}}
}

// listen answers one connection with hello.
func listen(t *testing.T, cfg *tlsconn.Config) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		raw, err := l.Accept()
		if err != nil {
			return
		}
		raw.SetDeadline(time.Now().Add(patience))
		conn := tlsconn.Server(raw, cfg)
		defer conn.Close()
		if _, err := conn.Read(make([]byte, 100)); err != nil {
			t.Errorf("the server: %v", err)
			return
		}
		io.WriteString(conn, "\nhello\n")
	}()
	t.Cleanup(func() { l.Close(); <-done })
	return l.Addr().String()
}
