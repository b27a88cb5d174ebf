package tlsconn_test

import (
	"context"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"testing"

	"tlsresume/impl/handshake"
	"tlsresume/impl/tlsconn"
	"tlsresume/impl/wire"
)

// oakley2 is the group of 1024 bits of RFC 2409 6.2: what RFC 7919 was written against.
func oakley2() *handshake.FiniteField {
	p, ok := new(big.Int).SetString("FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"+
		"EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6"+
		"49286651ECE65381FFFFFFFFFFFFFFFF", 16)
	if !ok {
		panic("no number")
	}
	return &handshake.FiniteField{P: p, G: big.NewInt(2)}
}

func finite(cfg *tlsconn.Config) *tlsconn.Config {
	cfg.Policy.Suites = []*wire.Suite{wire.SuiteByID(0x009e)}
	return cfg
}

// What our client makes of the groups that OpenSSL offers: one that is named, one
// of RFC 3526, which it makes up by itself, and a small one.
func TestFieldsOfOpenSSL(t *testing.T) {
	file := credentialFile(t, wire.KeyRSA)
	param := func(f *handshake.FiniteField) []string {
		der, err := asn1.Marshal(*f)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(t.TempDir(), "dh.pem")
		if err := os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: "DH PARAMETERS", Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		return []string{"-dhparam", name}
	}
	any := func(least int) func(*handshake.Policy) {
		return func(p *handshake.Policy) { p.MayExchange, p.LeastField = handshake.AnyField, least }
	}
	for _, v := range []struct {
		name string
		args []string
		edit func(*handshake.Policy)
		want handshake.Reason
	}{
		{"named", param(handshake.NamedField(wire.FFDHE3072)), nil, handshake.None},
		{"named, and not offered", param(handshake.NamedField(wire.FFDHE3072)), func(p *handshake.Policy) {
			p.Fields = []wire.Group{wire.FFDHE2048}
		}, handshake.FieldNotOffered},
		{"explicit", nil, nil, handshake.FieldNotOffered},
		{"explicit, by policy", nil, any(2048), handshake.None},
		{"explicit, by policy, too small", nil, any(3072), handshake.FieldTooSmall},
		{"small", param(oakley2()), nil, handshake.FieldNotOffered},
		{"small, by policy", param(oakley2()), any(1024), handshake.None},
		{"small, by policy, too small", param(oakley2()), any(2048), handshake.FieldTooSmall},
	} {
		t.Run(v.name, func(t *testing.T) {
			cfg := finite(clientConfig())
			if v.edit != nil {
				v.edit(&cfg.Policy)
			}
			p := startServer(t, append(v.args, "-tls1_2", "-cert", file, "-key", file)...)
			c := p.dial(cfg)
			err := c.Handshake(context.Background())
			if v.want == handshake.None {
				if err != nil {
					t.Fatal(err)
				}
				tells(t, c, p, "in a finite field\n")
				return
			}
			var abort *handshake.Abort
			if !errors.As(err, &abort) || abort.Reason != v.want {
				t.Errorf("got %v, want %q", err, v.want)
			}
			p.shows("fatal insufficient_security")
		})
	}
}

// What OpenSSL makes of the groups of our server: one of its own choice, as it does
// not name any (RFC 7919 4), and an explicit one.
func TestFieldsForOpenSSL(t *testing.T) {
	for _, v := range []struct {
		name string
		edit func(*handshake.Policy)
		want string
	}{
		{"named", func(*handshake.Policy) {}, "DH, 2048 bits"},
		{"the other", func(p *handshake.Policy) { p.Fields = []wire.Group{wire.FFDHE3072} }, "DH, 3072 bits"},
		{"explicit", func(p *handshake.Policy) { p.OwnField = oakley2() }, "DH, 1024 bits"},
	} {
		t.Run(v.name, func(t *testing.T) {
			cfg := finite(serverConfig(t, wire.KeyRSA))
			v.edit(&cfg.Policy)
			p, s := sClient(t, cfg, "-tls1_2")
			p.awaits("Server Temp Key: " + v.want)
			tells(t, s, p, "in a finite field\n")
		})
	}
}
