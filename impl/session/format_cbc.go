package session

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"encoding/binary"
	"hash"

	"golang.org/x/crypto/cryptobyte"
)

// cbc is the shape that the draft and RFC 5077 recommend:
//
//	struct { opaque key_name[16]; opaque iv[16];
//	         opaque encrypted_state<0..2^16-1>; opaque mac[]; } ticket;
//
// AES in CBC mode, then HMAC over all that precedes it. Both leave the padding
// open. Ours is PKCS #7 (RFC 5652 6.3), as OpenSSL's is: n bytes of value n, from
// 1 to 16.
//
// OpenSSL, and who builds on it, writes no length before the state. Neither do
// the formats of the keys that we share with them: there the MAC of our ticket
// holds, and OpenSSL 3.0.19, which declines a state that it does not know, drops the
// connection over one that is no whole number of blocks.
type cbc struct {
	name     string
	aes, mac int              // bytes of the keys
	length   int              // bytes of the length of encrypted_state: 2, or 0 for none
	hash     func() hash.Hash // of HMAC
	tag      int              // bytes of the MAC
}

const ivSize = aes.BlockSize

func (c *cbc) String() string        { return c.name }
func (c *cbc) sizes() (aes, mac int) { return c.aes, c.mac }
func (c *cbc) nonce() int            { return ivSize }

// overhead is what surrounds encrypted_state, in bytes.
func (c *cbc) overhead() int { return nameSize + ivSize + c.length + c.tag }

func (c *cbc) seal(k *TicketKey, dst, iv, text []byte) ([]byte, error) {
	text = pad(text)
	if c.overhead()+len(text) > maxTicket {
		return nil, ErrTooLong
	}
	cipher.NewCBCEncrypter(newAES(k.AES), iv).CryptBlocks(text, text)
	start := len(dst)
	dst = append(append(dst, k.Name[:]...), iv...)
	if c.length > 0 {
		dst = binary.BigEndian.AppendUint16(dst, uint16(len(text)))
	}
	dst = append(dst, text...)
	return append(dst, c.sum(k, dst[start:])...), nil
}

func (c *cbc) open(k *TicketKey, ticket []byte) ([]byte, bool) {
	if len(ticket) < c.overhead() {
		return nil, false
	}
	covered, mac := ticket[:len(ticket)-c.tag], ticket[len(ticket)-c.tag:]
	if !hmac.Equal(mac, c.sum(k, covered)) {
		return nil, false
	}
	return c.decrypt(k, covered[nameSize:])
}

// sum is HMAC over key_name and IV, "followed by the length of the
// encrypted_state field (2 octets) and its contents" (draft 4): over all that
// precedes the MAC.
func (c *cbc) sum(k *TicketKey, covered []byte) []byte {
	h := hmac.New(c.hash, k.MAC)
	h.Write(covered)
	return h.Sum(nil)
}

// decrypt yields the plaintext of an IV and an encrypted_state whose MAC holds.
func (c *cbc) decrypt(k *TicketKey, in cryptobyte.String) ([]byte, bool) {
	iv, sealed := in[:ivSize], in[ivSize:]
	if rest := sealed; c.length > 0 && (!rest.ReadUint16LengthPrefixed(&sealed) || len(rest) > 0) {
		return nil, false
	}
	if len(sealed) == 0 || len(sealed)%aes.BlockSize != 0 {
		return nil, false
	}
	text := make([]byte, len(sealed))
	cipher.NewCBCDecrypter(newAES(k.AES), iv).CryptBlocks(text, sealed)
	return unpad(text)
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
