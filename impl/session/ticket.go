package session

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/cryptobyte"
)

// A Sealer turns states into tickets and back.
type Sealer interface {
	// Seal appends a ticket that holds state to dst. rand yields the IV, which
	// must be unpredictable and fresh for every ticket. ErrTooLong: no ticket can
	// hold the state; the server then sends a ticket of no bytes (RFC 5077 3.3).
	Seal(dst []byte, state *State, rand io.Reader) ([]byte, error)
	// Open returns what a ticket holds, or ErrNotOpened and nothing else.
	Open(ticket []byte) (*State, error)
}

// ErrNotOpened says that a ticket is not one of ours, and never why: an unknown
// key, a wrong MAC, wrong padding and a malformed state look the same, so that
// tickets made up by an attacker teach nothing (RFC 5077 5.3). The server goes
// on with a full handshake (RFC 5077 3.2).
var ErrNotOpened = errors.New("ticket not opened")

// ErrTooLong says that a state does not fit a ticket.
var ErrTooLong = errors.New("session state too long for a ticket")

// The parts of a ticket in bytes (draft 4).
const (
	nameSize = 16
	ivSize   = aes.BlockSize
	macSize  = sha1.Size
	overhead = nameSize + ivSize + 2 + macSize
)

// maxTicket is the longest ticket that a NewSessionTicket can carry (RFC 5077 3.3).
const maxTicket = 1<<16 - 1

// A TicketKey is one set of ticket keys (draft 4): a name, which tickets show, a
// key of 128-bit AES and one of HMAC-SHA1. It is a Sealer, and several make a
// Ring. Printing one shows its name alone.
type TicketKey struct{ Name, AES, MAC [16]byte }

// NewTicketKey draws a name and two keys, in that order, 48 bytes of rand: "the
// key_name should be randomly generated to avoid collisions" (draft 4).
func NewTicketKey(rand io.Reader) (TicketKey, error) {
	var k TicketKey
	for _, part := range [][]byte{k.Name[:], k.AES[:], k.MAC[:]} {
		if _, err := io.ReadFull(rand, part); err != nil {
			return TicketKey{}, fmt.Errorf("ticket key: %w", err)
		}
	}
	return k, nil
}

// Seal appends a ticket to dst:
//
//	struct { opaque key_name[16]; opaque iv[16];
//	         opaque encrypted_state<0..2^16-1>; opaque mac[20]; } ticket;
//
// The draft leaves the padding of CBC open. Ours is PKCS #7 (RFC 5652 6.3), as
// OpenSSL's is: n bytes of value n, from 1 to 16.
func (k TicketKey) Seal(dst []byte, state *State, rand io.Reader) ([]byte, error) {
	var iv [ivSize]byte
	if _, err := io.ReadFull(rand, iv[:]); err != nil {
		return nil, fmt.Errorf("ticket iv: %w", err)
	}
	text, err := state.Marshal()
	if err != nil {
		return nil, err
	}
	text = pad(text)
	if overhead+len(text) > maxTicket {
		return nil, ErrTooLong
	}
	cipher.NewCBCEncrypter(k.block(), iv[:]).CryptBlocks(text, text)
	start := len(dst)
	b := cryptobyte.NewBuilder(dst)
	b.AddBytes(k.Name[:])
	b.AddBytes(iv[:])
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(text) })
	out := b.BytesOrPanic() // the lengths were checked
	return append(out, k.mac(out[start:])...), nil
}

// Open checks the name, then the MAC, and looks at nothing else before both
// hold: no padding oracle, and little work for a stranger's ticket (RFC 5077 5.4).
func (k TicketKey) Open(ticket []byte) (*State, error) {
	if len(ticket) < overhead || [nameSize]byte(ticket[:nameSize]) != k.Name {
		return nil, ErrNotOpened
	}
	covered, mac := ticket[:len(ticket)-macSize], ticket[len(ticket)-macSize:]
	if !hmac.Equal(mac, k.mac(covered)) {
		return nil, ErrNotOpened
	}
	state := new(State)
	if text, ok := k.decrypt(covered); !ok || state.Unmarshal(text) != nil {
		return nil, ErrNotOpened
	}
	return state, nil
}

// decrypt yields the plaintext of a ticket whose MAC holds. The ticket is left
// as it is: it may be shared.
func (k *TicketKey) decrypt(covered []byte) ([]byte, bool) {
	in := cryptobyte.String(covered[nameSize:])
	var iv []byte
	var sealed cryptobyte.String
	if !in.ReadBytes(&iv, ivSize) || !in.ReadUint16LengthPrefixed(&sealed) || len(in) > 0 ||
		len(sealed) == 0 || len(sealed)%aes.BlockSize != 0 {
		return nil, false
	}
	text := make([]byte, len(sealed))
	cipher.NewCBCDecrypter(k.block(), iv).CryptBlocks(text, sealed)
	return unpad(text)
}

// mac is HMAC-SHA1 over key_name and IV, "followed by the length of the
// encrypted_state field (2 octets) and its contents" (draft 4): over all that
// precedes the MAC.
func (k *TicketKey) mac(covered []byte) []byte {
	h := hmac.New(sha1.New, k.MAC[:])
	h.Write(covered)
	return h.Sum(nil)
}

func (k *TicketKey) block() cipher.Block {
	block, err := aes.NewCipher(k.AES[:])
	if err != nil {
		panic(err) // 16 bytes are a key
	}
	return block
}

func pad(text []byte) []byte {
	n := aes.BlockSize - len(text)%aes.BlockSize
	for range n {
		text = append(text, byte(n))
	}
	return text
}

// unpad need not take constant time: only what carries our MAC gets here.
func unpad(text []byte) ([]byte, bool) {
	n := int(text[len(text)-1])
	if n < 1 || n > aes.BlockSize {
		return nil, false
	}
	end := len(text) - n
	for _, c := range text[end:] {
		if int(c) != n {
			return nil, false
		}
	}
	return text[:end], true
}

// String shows the name of the key, which every ticket shows as well.
func (k TicketKey) String() string { return fmt.Sprintf("ticket key %x", k.Name[:]) }

// Format prints String whatever the verb, so that %#v and %x show no secret.
func (k TicketKey) Format(f fmt.State, _ rune) { io.WriteString(f, k.String()) }

// MarshalText is String: what encoding/json and log/slog print of a key.
func (k TicketKey) MarshalText() ([]byte, error) { return []byte(k.String()), nil }
