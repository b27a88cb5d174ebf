package record

import (
	"fmt"
	"io"

	"tlsresume/impl/wire"
)

// Keys are those of one direction, from one ChangeCipherSpec to the next. Their
// sizes are Cipher.Sizes, but CBC in TLS 1.0 also needs an IV of one block.
type Keys struct {
	Cipher       wire.Cipher
	MAC, Key, IV []byte
}

// String names the cipher and no secret.
func (k Keys) String() string { return fmt.Sprintf("keys of cipher %d", k.Cipher) }

// GoString is String, that %#v shows no secret either.
func (k Keys) GoString() string { return k.String() }

// An opener undoes the protection of records, in place. It does not say why it
// fails, so that nobody can be told.
type opener interface {
	open(l label, fragment []byte) (payload []byte, ok bool)
}

// A sealer appends the protected fragment of a payload to dst. When it fails it
// has changed nothing but the room behind dst.
type sealer interface {
	seal(dst []byte, l label, payload []byte) ([]byte, error)
}

// newOpener gives nil for Null.
func newOpener(k Keys, v wire.Version) (opener, error) {
	if err := k.check(v); err != nil {
		return nil, err
	}
	switch k.Cipher {
	case wire.AES128GCM, wire.AES256GCM:
		return newGCM(k)
	case wire.ChaCha20Poly1305:
		return newChaCha(k)
	case wire.AES128CBCSHA, wire.AES256CBCSHA:
		return newCBCOpener(k, v)
	}
	return nil, nil
}

// newSealer gives nil for Null.
func newSealer(k Keys, v wire.Version, rand io.Reader) (sealer, error) {
	if err := k.check(v); err != nil {
		return nil, err
	}
	switch k.Cipher {
	case wire.AES128GCM, wire.AES256GCM:
		return newGCM(k)
	case wire.ChaCha20Poly1305:
		return newChaCha(k)
	case wire.AES128CBCSHA, wire.AES256CBCSHA:
		return newCBCSealer(k, v, rand)
	}
	return nil, nil
}

// check refuses keys that do not fit their cipher or the version.
func (k Keys) check(v wire.Version) error {
	if k.Cipher != wire.Null && (v < wire.TLS10 || v > wire.TLS12) {
		return fmt.Errorf("record: keys: got version %#04x, want 0x0301 to 0x0303", uint16(v))
	}
	want := k.Cipher.Sizes()
	switch k.Cipher {
	case wire.Null:
	case wire.AES128GCM, wire.AES256GCM, wire.ChaCha20Poly1305:
		// RFC 5288 4: "MUST NOT be negotiated in older versions of TLS". There is no
		// AEAD in those (RFC 5246 1.2), so that RFC 7905 need not say it.
		if v < wire.TLS12 {
			return fmt.Errorf("record: keys of an AEAD: got version %#04x, want 0x0303", uint16(v))
		}
	case wire.AES128CBCSHA, wire.AES256CBCSHA:
		want.IV = implicitIVSize(v)
	default:
		return fmt.Errorf("record: got cipher %d, want one that is implemented", k.Cipher)
	}
	if got := (wire.Sizes{MAC: len(k.MAC), Key: len(k.Key), IV: len(k.IV)}); got != want {
		return fmt.Errorf("record: key sizes: got %+v, want %+v", got, want)
	}
	return nil
}

// A sequence numbers the records under one key. The last number is 2^64-1
// (RFC 5246 6.1).
type sequence struct {
	next  uint64
	spent bool
}

func (s *sequence) advance() {
	s.next++
	s.spent = s.next == 0
}
