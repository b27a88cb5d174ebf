package main

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/asn1"
	"io"

	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// A sealer makes the tickets whose form -ticket-key fixes, since the runner opens
// and rewrites them: RFC 5077 4 without the length, with AES-128-CBC and
// HMAC-SHA-256, around a SEQUENCE of DER.
type sealer struct{ name, mac, aes []byte }

func newSealer(key []byte) *sealer { return &sealer{key[:16], key[16:32], key[32:48]} }

// content is what the runner knows of a session, and ours, which is opaque to it.
type content struct {
	Format  int
	Version int
	Suite   []byte
	State   []byte
}

const contentFormat = 1

// Seal implements session.Sealer.
func (s *sealer) Seal(dst []byte, state *session.State, rand io.Reader) ([]byte, error) {
	own, err := state.Marshal()
	if err != nil {
		return nil, err
	}
	text, err := asn1.Marshal(content{contentFormat, int(state.Version), []byte{byte(state.Suite >> 8), byte(state.Suite)}, own})
	if err != nil {
		return nil, err
	}
	iv := make([]byte, aes.BlockSize)
	if _, err := io.ReadFull(rand, iv); err != nil {
		return nil, err
	}
	pad := aes.BlockSize - len(text)%aes.BlockSize
	text = append(text, bytes.Repeat([]byte{byte(pad)}, pad)...)
	block, err := aes.NewCipher(s.aes)
	if err != nil {
		return nil, err
	}
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(text, text)
	ticket := append(append(bytes.Clone(s.name), iv...), text...)
	return append(dst, append(ticket, s.sum(ticket)...)...), nil
}

// Open implements session.Sealer. Version and suite are those that the ticket
// says now: whether they suit is for who asked.
func (s *sealer) Open(ticket []byte) (*session.State, error) {
	const head = 16 + aes.BlockSize
	if len(ticket) < head+aes.BlockSize+sha256.Size || !bytes.Equal(ticket[:16], s.name) {
		return nil, session.ErrNotOpened
	}
	covered, mac := ticket[:len(ticket)-sha256.Size], ticket[len(ticket)-sha256.Size:]
	if !hmac.Equal(mac, s.sum(covered)) || len(covered)%aes.BlockSize != 0 {
		return nil, session.ErrNotOpened
	}
	block, err := aes.NewCipher(s.aes)
	if err != nil {
		return nil, err
	}
	text := make([]byte, len(covered)-head)
	cipher.NewCBCDecrypter(block, covered[16:head]).CryptBlocks(text, covered[head:])
	pad := int(text[len(text)-1])
	if pad == 0 || pad > aes.BlockSize {
		return nil, session.ErrNotOpened
	}
	return decode(text[:len(text)-pad])
}

func decode(text []byte) (*session.State, error) {
	var c content
	rest, err := asn1.Unmarshal(text, &c)
	state := new(session.State)
	if err != nil || len(rest) > 0 || c.Format != contentFormat || len(c.Suite) != 2 ||
		c.Version < 0 || c.Version > 0xffff || state.Unmarshal(c.State) != nil {
		return nil, session.ErrNotOpened
	}
	state.Version = wire.Version(c.Version)
	state.Suite = uint16(c.Suite[0])<<8 | uint16(c.Suite[1])
	return state, nil
}

// A noSealer opens tickets and makes none (-skip-ticket): what was promised is a
// ticket of no bytes.
type noSealer struct{ session.Sealer }

// Seal implements session.Sealer.
func (noSealer) Seal([]byte, *session.State, io.Reader) ([]byte, error) {
	return nil, session.ErrTooLong
}

func (s *sealer) sum(covered []byte) []byte {
	h := hmac.New(sha256.New, s.mac)
	h.Write(covered)
	return h.Sum(nil)
}
