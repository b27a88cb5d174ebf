package script

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/binary"
	"io"
)

// A Memory knows what operations on keys and certificates came to, for whoever runs the
// same handshakes again and again: equal inputs have equal results.
type Memory interface {
	// Recall gives what do gave under the same name before, or gives now.
	Recall(name string, do func() any) any
}

// Recall has a memory recall what an operation on these inputs came to; without a memory
// it is done. Nobody may change what it gives.
func Recall[T any](m Memory, operation string, do func() (T, error), inputs ...[]byte) (T, error) {
	if m == nil {
		return do()
	}
	name := []byte(operation)
	for _, in := range inputs {
		name = append(binary.BigEndian.AppendUint32(name, uint32(len(in))), in...)
	}
	type outcome struct {
		value T
		err   error
	}
	o := m.Recall(string(name), func() any {
		value, err := do()
		return outcome{value, err}
	}).(outcome)
	return o.value, o.err
}

// remembering is a key whose signatures are recalled. They depend on the digest alone, as
// deterministic ones do.
type remembering struct {
	crypto.Signer
	memory Memory
	public []byte
}

// remember gives a key a memory; of none it has no need.
func remember(key crypto.Signer, m Memory) (crypto.Signer, error) {
	if m == nil {
		return key, nil
	}
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return nil, err
	}
	signer := remembering{key, m, public}
	if d, ok := key.(*rsa.PrivateKey); ok {
		return decrypting{signer, d}, nil
	}
	return signer, nil
}

// Sign signs a digest.
func (r remembering) Sign(rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return Recall(r.memory, "sign", func() ([]byte, error) { return r.Signer.Sign(rand, digest, opts) },
		r.public, []byte(opts.HashFunc().String()), digest)
}

// decrypting is one that decrypts, too.
type decrypting struct {
	remembering
	key crypto.Decrypter
}

// Decrypt decrypts a premaster secret, which is what rand has where it is none.
func (d decrypting) Decrypt(rand io.Reader, encrypted []byte, opts crypto.DecrypterOpts) ([]byte, error) {
	//lint:ignore SA1019 static RSA key exchange is this encryption, whatever its dangers
	how, ok := opts.(*rsa.PKCS1v15DecryptOptions)
	if !ok {
		return d.key.Decrypt(rand, encrypted, opts)
	}
	instead := make([]byte, how.SessionKeyLen)
	if _, err := io.ReadFull(rand, instead); err != nil {
		return nil, err
	}
	return Recall(d.memory, "decrypt", func() ([]byte, error) {
		return d.key.Decrypt(bytes.NewReader(instead), encrypted, opts)
	}, d.public, encrypted, instead)
}
