package record

import (
	"fmt"
	"io"

	"tlsresume/impl/wire"
)

// Keys are those of one direction, from one ChangeCipherSpec to the next. Their
// sizes are Cipher.Sizes of the version.
type Keys struct {
	Cipher         wire.Cipher
	MAC, Key, IV   []byte
	EncryptThenMAC bool // RFC 7366: of CBC, the MAC is of the ciphertext
}

// Format names the cipher and no secret, whatever the verb.
func (k Keys) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "keys of cipher %d", k.Cipher) }

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
	switch {
	case k.Cipher == wire.Null:
		return nil, nil
	case k.EncryptThenMAC:
		return newETMOpener(k, v)
	case k.Cipher.MAC() != 0:
		return newCBCOpener(k, v)
	case k.Cipher == wire.ChaCha20Poly1305:
		return newChaCha(k)
	}
	return newGCM(k)
}

// newSealer gives nil for Null.
func newSealer(k Keys, v wire.Version, rand io.Reader) (sealer, error) {
	if err := k.check(v); err != nil {
		return nil, err
	}
	switch {
	case k.Cipher == wire.Null:
		return nil, nil
	case k.EncryptThenMAC:
		return newETMSealer(k, v, rand)
	case k.Cipher.MAC() != 0:
		return newCBCSealer(k, v, rand)
	case k.Cipher == wire.ChaCha20Poly1305:
		return newChaCha(k)
	}
	return newGCM(k)
}

// check refuses keys that do not fit their cipher or the version.
func (k Keys) check(v wire.Version) error {
	want, since := k.Cipher.Sizes(v), k.Cipher.Since()
	got := wire.Sizes{MAC: len(k.MAC), Key: len(k.Key), IV: len(k.IV)}
	switch {
	case k.Cipher != wire.Null && since == 0:
		return fmt.Errorf("record: got cipher %d, want one that is implemented", k.Cipher)
	case k.Cipher != wire.Null && (v < since || v > wire.TLS12):
		return fmt.Errorf("record: keys of cipher %d: got version %#04x, want %#04x to 0x0303", k.Cipher, uint16(v), uint16(since))
	case k.EncryptThenMAC && k.Cipher.MAC() == 0: // RFC 7366 3
		return fmt.Errorf("record: keys of cipher %d: got encrypt-then-MAC, want it of CBC only", k.Cipher)
	case got != want:
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
