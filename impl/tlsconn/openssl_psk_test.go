package tlsconn_test

import (
	"context"
	"encoding/hex"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"tlsresume/impl/handshake"
	"tlsresume/impl/tlsconn"
	"tlsresume/impl/wire"
)

var alice = handshake.PSK{Identity: []byte("alice of a.example"), Key: []byte("a key of 16 byte")}

// keyed is a configuration of ours that does PSK with a suite, in a version, and has
// no certificate.
func keyed(cfg *tlsconn.Config, c choice) *tlsconn.Config {
	cfg.Policy.Suites, cfg.Policy.Versions = []*wire.Suite{c.suite}, []wire.Version{c.version}
	cfg.PSKs, cfg.KeyOf = []handshake.PSK{alice}, handshake.PSKs([]handshake.PSK{alice})
	if cfg.Hosts.Default != nil {
		cfg.Hosts = handshake.OneHost()
	}
	return cfg
}

// ofPSK are openssl's flags for that.
func (c choice) ofPSK(key []byte) []string {
	return []string{protocols[c.version], "-psk", hex.EncodeToString(key), "-cipher", pskNames[c.suite.ID] + ":@SECLEVEL=0"}
}

var pskNames = map[uint16]string{
	0x00a8: "PSK-AES128-GCM-SHA256", 0x00a9: "PSK-AES256-GCM-SHA384", 0xccab: "PSK-CHACHA20-POLY1305",
	0x00ae: "PSK-AES128-CBC-SHA256", 0x008c: "PSK-AES128-CBC-SHA", 0x008d: "PSK-AES256-CBC-SHA",
}

func eachPSK(t *testing.T, test func(t *testing.T, c choice)) {
	for _, s := range wire.Suites {
		for _, v := range wire.Versions {
			if c := (choice{v, s, 0}); s.KX == wire.PSK && s.Cipher.Since() <= v {
				t.Run(c.String(), func(t *testing.T) { test(t, c) })
			}
		}
	}
}

// Our client and s_server: in full, by ticket and by ID, with and without the
// extended master secret.
func TestPSKOfOpenSSLServer(t *testing.T) {
	eachPSK(t, func(t *testing.T, c choice) {
		p := startServer(t, append(c.ofPSK(alice.Key), "-nocert", "-psk_identity", string(alice.Identity), "-psk_hint", "a hint")...)
		for _, by := range []handshake.By{handshake.ByTicket, handshake.ByID} {
			for _, ems := range []bool{true, false} {
				cfg := keyed(clientConfig(), c)
				cfg.Policy.EMS, cfg.Policy.Tickets = ems, by == handshake.ByTicket
				for _, want := range []handshake.By{handshake.ByNothing, by} {
					conn := p.dial(cfg)
					if err := conn.Handshake(context.Background()); err != nil {
						t.Fatal(err)
					}
					a, _ := conn.Agreement()
					if a.By != want || a.EMS != ems || string(a.PSKIdentity) != string(alice.Identity) || a.Chain != nil {
						t.Errorf("got %v with %q, want it resumed by %s, ems %t", a, a.PSKIdentity, want, ems)
					}
					word := strings.ReplaceAll(t.Name(), "/", " ") + want.String() + by.String() + "\n"
					tells(t, conn, p, word)
					conn.Close()
				}
			}
		}
	})
}

// Our server and s_client, likewise.
func TestPSKOfOpenSSLClient(t *testing.T) {
	eachPSK(t, func(t *testing.T, c choice) {
		for _, by := range []handshake.By{handshake.ByTicket, handshake.ByID} {
			for _, ems := range []bool{true, false} {
				cfg := keyed(serverConfig(t, wire.KeyRSA), c)
				cfg.Policy.EMS, cfg.Policy.Tickets, cfg.Hint = ems, by == handshake.ByTicket, []byte("a hint")
				file := filepath.Join(t.TempDir(), "session.pem")
				args := append(c.ofPSK(alice.Key), "-psk_identity", string(alice.Identity), "-sess_out", file)
				for _, want := range []handshake.By{handshake.ByNothing, by} {
					p, s := sClient(t, cfg, args...)
					a, _ := s.Agreement()
					if a.By != want || a.EMS != ems || string(a.PSKIdentity) != string(alice.Identity) {
						t.Errorf("got %v with %q, want it resumed by %s, ems %t", a, a.PSKIdentity, want, ems)
					}
					p.awaits("PSK identity: " + string(alice.Identity))
					if want == handshake.ByNothing {
						p.awaits("PSK identity hint: a hint")
					}
					tells(t, s, p, "by a key\n")
					s.Close()
					<-p.ended
					args = append(args, "-sess_in", file)
				}
			}
		}
	})
}

// A key that is not the same, and an identity that is not known: what either end says
// to the other.
func TestWrongPSKWithOpenSSL(t *testing.T) {
	c := choice{wire.TLS12, wire.SuiteByID(0x00a8), 0}
	other := handshake.PSK{Identity: []byte("carol"), Key: []byte("another")}
	for _, v := range []struct {
		name     string
		policy   handshake.UnknownPSK
		identity []byte
		key      []byte
		want     handshake.Reason
		says     string
	}{
		{"unknown", handshake.UnknownPSKTold, other.Identity, other.Key, handshake.PSKUnknown, "fatal unknown_psk_identity"},
		{"unknown and hidden", handshake.UnknownPSKHidden, other.Identity, other.Key, handshake.PSKWrong, "fatal decrypt_error"},
		{"wrong", handshake.UnknownPSKTold, alice.Identity, other.Key, handshake.PSKWrong, "fatal decrypt_error"},
	} {
		t.Run("s_client, "+v.name, func(t *testing.T) {
			cfg := keyed(serverConfig(t, wire.KeyRSA), c)
			cfg.Policy.UnknownPSK = v.policy
			p, s := startClient(t, cfg, append([]string{"-psk_identity", string(v.identity)}, c.ofPSK(v.key)...)...)
			var abort *handshake.Abort
			if err := s.Handshake(context.Background()); !errors.As(err, &abort) || abort.Reason != v.want {
				t.Errorf("got %v, want %q", err, v.want)
			}
			p.shows(v.says)
		})
		t.Run("s_server, "+v.name, func(t *testing.T) {
			cfg := keyed(clientConfig(), c)
			cfg.PSKs = []handshake.PSK{{Identity: v.identity, Key: v.key}}
			p := startServer(t, append(c.ofPSK(alice.Key), "-nocert", "-psk_identity", string(alice.Identity))...)
			var alert *tlsconn.AlertError
			if err := p.dial(cfg).Handshake(context.Background()); !errors.As(err, &alert) {
				t.Errorf("got %v, want an alert", err)
			}
		})
	}
}
