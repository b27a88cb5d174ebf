package adversary

import (
	"bytes"
	crand "crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"math/big"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"tlsresume/impl/wire"
)

func knows(t *testing.T) *knowledge {
	t.Helper()
	k, err := newKnowledge(Identity{Name: "m", Rand: rand.NewChaCha8([32]byte{1})}, func(string) [][]byte { return nil })
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// In a degenerate group every exponent of the client's gives the same secret.
func TestDegenerateGroupHasOneSecret(t *testing.T) {
	k := knows(t)
	rapid.Check(t, func(t *rapid.T) {
		z := rapid.SliceOfN(rapid.Byte(), 8, 64).Draw(t, "secret")
		z[0], z[len(z)-1] = z[0]|1, z[len(z)-1]|1
		x := new(big.Int).SetBytes(rapid.SliceOfN(rapid.Byte(), 1, 64).Draw(t, "exponent"))
		x.Add(x, big.NewInt(1))
		m := k.degenerate(z)
		y, p := new(big.Int).SetBytes(m.Public), new(big.Int).SetBytes(m.Prime)
		if got := new(big.Int).Exp(y, x, p).Bytes(); !bytes.Equal(got, z) {
			t.Fatalf("got %x, want %x", got, z)
		}
		// RFC 7919 5.1: 1 < dh_Ys < dh_p-1, which clients check.
		if y.Cmp(big.NewInt(1)) <= 0 || new(big.Int).Add(y, big.NewInt(1)).Cmp(p) >= 0 {
			t.Fatalf("%x is no share modulo %x", y, p)
		}
	})
}

// What the adversary encrypts the owner of the key decrypts.
func TestEncryptedPremasterDecrypts(t *testing.T) {
	key, err := rsa.GenerateKey(crand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1)}
	der, err := x509.CreateCertificate(nil, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	k := knows(t)
	encrypted, err := k.encrypt(k.premaster, [][]byte{der})
	if err != nil {
		t.Fatal(err)
	}
	//lint:ignore SA1019 static RSA key exchange is this encryption
	got, err := rsa.DecryptPKCS1v15(nil, key, encrypted)
	if err != nil || !bytes.Equal(got, k.premaster) || len(got) != premasterSize {
		t.Errorf("got %x, %v, want %x", got, err, k.premaster)
	}
	if _, err := k.encrypt(k.premaster, nil); !errors.Is(err, ErrUnsaid) {
		t.Errorf("got %v without a certificate", err)
	}
}

// A session is known by who keeps it, with whom: the same ID may be of two.
func TestSessionIsKnownByItsKeeper(t *testing.T) {
	k, id := knows(t), []byte("S1")
	atServer := Peer{Name: "s0"}
	withM, withS := Peer{Client: true, Name: "c0", With: "m"}, Peer{Client: true, Name: "c0", With: "s0"}
	k.keep(held{atServer, id, 1, []byte("M1")})
	k.keep(held{withM, id, 1, []byte("M2")})
	k.keep(held{withS, id, 1, nil}) // made where it could not look
	for _, c := range []struct {
		of   Peer
		want string
	}{{atServer, "M1"}, {Peer{Name: "s1"}, "M1"}, {withM, "M2"}, {withS, ""}, {Peer{Client: true, Name: "c0", With: "s1"}, ""}} {
		if got := k.session(c.of, id); got == nil || string(got.master) != c.want {
			t.Errorf("%+v: got %v, want %q", c.of, got, c.want)
		}
	}
	if got := k.session(Peer{Client: true, Name: "c1", With: "m"}, id); got != nil {
		t.Errorf("got %v of a client that has made none", got)
	}
}

// A record under keys that are not known stays closed, and so do all behind it.
func TestLineIsDeafToUnknownKeys(t *testing.T) {
	l := newLine("k1", Peer{Client: true}, knows(t))
	ccs := []byte{20, 3, 3, 0, 1, 1}
	sealed := []byte{22, 3, 3, 0, 4, 20, 0, 0, 0}
	l.see([][]byte{ccs, sealed})
	if !l.deaf || len(l.said) != 2 || !l.said[0].opened || l.said[1].opened || l.shake != nil {
		t.Errorf("got %+v, want a ChangeCipherSpec and a closed record", l.said)
	}
	if l.last == nil || !bytes.Equal(l.last.raw, sealed) {
		t.Errorf("got %v, want the record behind ChangeCipherSpec to be the Finished", l.last)
	}
	if l.see([][]byte{{21, 3, 3, 0, 2, 2, 40}}); len(l.said) != 2 {
		t.Error("an alert is no flight")
	}
}

// Whatever the bytes are, looking at them does no harm.
func TestSeeingAndPassingNeverFails(t *testing.T) {
	kinds := []wire.Kind{1, 2, 4, 11, 12, 13, 14, 15, 16, 20, 99}
	rapid.Check(t, func(t *rapid.T) {
		k, err := newKnowledge(Identity{Name: "m", Rand: rand.NewChaCha8([32]byte{1})}, func(string) [][]byte { return nil })
		if err != nil {
			t.Fatal(err)
		}
		a := &Adversary{k, map[string]*line{}}
		a.Meet("k1", Peer{Client: true})
		a.Meet("k3", Peer{})
		for range rapid.IntRange(1, 12).Draw(t, "records") {
			body := rapid.SliceOfN(rapid.Byte(), 0, 80).Draw(t, "body")
			raw := append([]byte{byte(rapid.SampledFrom(kinds).Draw(t, "kind")), 0, 0, byte(len(body))}, body...)
			r := append([]byte{rapid.SampledFrom([]byte{20, 21, 22, 22, 22, 23, 99}).Draw(t, "type"), 3, 3, 0, byte(len(raw))}, raw...)
			conn := rapid.SampledFrom([]string{"k1", "k3"}).Draw(t, "conn")
			a.See(conn, [][]byte{r})
			a.Relay(conn, map[string]string{"k1": "k3", "k3": "k1"}[conn])
		}
	})
}
