package script

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"testing"

	"tlsresume/traces"
)

type memory map[string]any

func (m memory) Recall(name string, do func() any) any {
	if _, ok := m[name]; !ok {
		m[name] = do()
	}
	return m[name]
}

// Equal inputs of an operation are recalled, with its error, and no others are.
func TestAnOperationIsRecalledByItsInputs(t *testing.T) {
	m, done := memory{}, 0
	recall := func(m Memory, operation string, inputs ...[]byte) {
		t.Helper()
		got, err := Recall(m, operation, func() ([]byte, error) { done++; return bytes.Join(inputs, nil), errors.New(operation) }, inputs...)
		if !bytes.Equal(got, bytes.Join(inputs, nil)) || err == nil || err.Error() != operation {
			t.Errorf("got %x, %v, want %x, %v", got, err, inputs, operation)
		}
	}
	for range 2 {
		recall(m, "one", []byte("a"), []byte("bc"))
		recall(m, "one", []byte("ab"), []byte("c"))
		recall(m, "two", []byte("ab"), []byte("c"))
		recall(m, "two", nil, []byte("ab"), []byte("c"))
	}
	if done != 4 {
		t.Errorf("got %d operations, want 4", done)
	}
	for range 2 {
		recall(nil, "one", []byte("a"))
	}
	if done != 6 {
		t.Errorf("got %d operations without a memory, want each of 2", done-4)
	}
}

// An authority with a memory is like any other: what it issues, what it judges, and what
// its keys do.
func TestAnAuthorityWithAMemoryIsLikeAnyOther(t *testing.T) {
	plain, err := NewPKI()
	if err != nil {
		t.Fatal(err)
	}
	m := memory{}
	for range 2 {
		pki, err := PKIFrom(m)
		if err != nil {
			t.Fatal(err)
		}
		for _, cert := range []string{"ecdsa", "rsa"} {
			node := traces.Node{Name: "s0", Options: []traces.Option{{Key: "cert", Value: cert}}}
			mine, err := pki.Credential(node)
			if err != nil {
				t.Fatal(err)
			}
			theirs, err := plain.Credential(node)
			if err != nil || !bytes.Equal(mine.Chain[0], theirs.Chain[0]) {
				t.Fatalf("%s: got another certificate: %v", cert, err)
			}
			for _, name := range []string{"s0", "s1"} {
				peer, refused := pki.Verify(mine.Chain, name)
				if want, err := plain.Verify(mine.Chain, name); peer != want || (refused == nil) != (err == nil) {
					t.Errorf("%s for %s: got %q, %v, want %q, %v", cert, name, peer, refused, want, err)
				}
			}
			sum := sha256.Sum256([]byte(cert))
			one, err := mine.Key.Sign(nil, sum[:], crypto.SHA256)
			if err != nil {
				t.Fatal(err)
			}
			if two, err := theirs.Key.Sign(nil, sum[:], crypto.SHA256); err != nil || !bytes.Equal(one, two) {
				t.Errorf("%s: got the signature %x, want %x, %v", cert, one, two, err)
			}
			checkDecrypts(t, mine.Key, theirs.Key)
		}
	}
}

// checkDecrypts has both keys decrypt what is no premaster secret.
func checkDecrypts(t *testing.T, mine, theirs crypto.Signer) {
	t.Helper()
	one, ok := mine.(crypto.Decrypter)
	two, want := theirs.(crypto.Decrypter)
	if ok != want {
		t.Fatalf("got a key that decrypts: %t, want %t", ok, want)
	}
	if !ok {
		return
	}
	for _, fill := range []byte{0, 7} {
		instead := bytes.Repeat([]byte{fill}, 48)
		//lint:ignore SA1019 static RSA key exchange is this encryption, whatever its dangers
		how := &rsa.PKCS1v15DecryptOptions{SessionKeyLen: 48}
		got, err := one.Decrypt(bytes.NewReader(instead), make([]byte, 256), how)
		like, failed := two.Decrypt(bytes.NewReader(instead), make([]byte, 256), how)
		if !bytes.Equal(got, like) || (err == nil) != (failed == nil) {
			t.Errorf("got %x, %v, want %x, %v", got, err, like, failed)
		}
	}
}
