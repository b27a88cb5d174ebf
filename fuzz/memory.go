package fuzz

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"io"
	"sync"

	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/wire"
)

// A memory is the script.Memory of the targets. Their randomness is fixed, so that the
// same keys meet the same bytes over and over: what is signed, agreed and verified has to
// be reckoned but once.
type memory struct {
	mu   sync.Mutex
	came map[string]any
}

// maxRemembered is of how many operations a memory knows what they came to. A full one
// forgets all, which changes nothing but the time.
const maxRemembered = 1 << 14

// remembered is that of all targets.
var remembered = &memory{came: map[string]any{}}

// Recall implements script.Memory.
func (m *memory) Recall(name string, do func() any) any {
	m.mu.Lock()
	v, ok := m.came[name]
	m.mu.Unlock()
	if ok {
		return v
	}
	v = do()
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.came) >= maxRemembered {
		clear(m.came)
	}
	m.came[name] = v
	return v
}

// provider reckons with public keys, and remembers what it came to.
func (m *memory) provider() handshake.Provider {
	return handshake.Provider{
		NewKey: m.newKey,
		Parse: func(der []byte) (*x509.Certificate, error) {
			return script.Recall(m, "parse", func() (*x509.Certificate, error) { return x509.ParseCertificate(der) }, der)
		},
		Verify: func(key crypto.PublicKey, hash crypto.Hash, digest, signature []byte) bool {
			of, err := x509.MarshalPKIXPublicKey(key)
			if err != nil {
				return handshake.Verify(key, hash, digest, signature)
			}
			good, _ := script.Recall(m, "verify", func() (bool, error) { return handshake.Verify(key, hash, digest, signature), nil },
				of, []byte{byte(hash)}, digest, signature)
			return good
		},
	}
}

// keySizes are how many bytes the keys of the curves take. None has to be drawn again in
// all the time that there is.
var keySizes = map[wire.Group]int{wire.X25519: 32, wire.P256: 32, wire.P384: 48, wire.P521: 66}

// newKey draws a key.
func (m *memory) newKey(group wire.Group, rand io.Reader) (handshake.Ephemeral, error) {
	drawn := make([]byte, keySizes[group])
	if _, err := io.ReadFull(rand, drawn); err != nil {
		return nil, err
	}
	return script.Recall(m, "key", func() (handshake.Ephemeral, error) {
		key, err := handshake.NewKey(group, io.MultiReader(bytes.NewReader(drawn), rand))
		if err != nil {
			return nil, err
		}
		return &agreeing{key, m}, nil
	}, []byte{byte(group >> 8), byte(group)}, drawn)
}

// agreeing is an ephemeral key whose secrets are remembered.
type agreeing struct {
	handshake.Ephemeral
	memory *memory
}

// Agree implements handshake.Ephemeral.
func (a *agreeing) Agree(share []byte) ([]byte, error) {
	return script.Recall(a.memory, "agree", func() ([]byte, error) { return a.Ephemeral.Agree(share) }, a.Share(), share)
}
