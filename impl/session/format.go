package session

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"crypto/sha256"
)

// A Format is how tickets of a key look and are protected. Every format begins
// with the key_name, for who holds several keys of several formats.
type Format interface {
	// String names the format.
	String() string

	// sizes are those of the two keys, in bytes.
	sizes() (aes, mac int)
	// nonce is the size of the IV or nonce, in bytes.
	nonce() int
	// seal appends a ticket that holds text, which it may overwrite.
	seal(k *TicketKey, dst, nonce, text []byte) ([]byte, error)
	// open returns the text of a ticket that bears the key's name.
	open(k *TicketKey, ticket []byte) (text []byte, ok bool)
}

// The formats. RFC 5077 and its draft disagree about the MAC; which one a server
// has is settled by its keys.
var (
	// Draft is draft 4's: "one for AES in CBC mode and one for HMAC-SHA1", both
	// of 128 bits.
	Draft Format = &cbc{name: "draft", aes: 16, mac: 16, length: 2, hash: sha1.New, tag: sha1.Size}
	// RFC5077 is RFC 5077 4's: "one 128-bit key for Advanced Encryption Standard
	// (AES) in Cipher Block Chaining (CBC) mode encryption and one 256-bit key
	// for HMAC-SHA-256".
	RFC5077 Format = &cbc{name: "rfc5077", aes: 16, mac: 32, length: 2, hash: sha256.New, tag: sha256.Size}
	// AES128 is what nginx and HAProxy make of a key of 48 bytes: RFC5077 with a
	// key of 128 bits for the MAC, and without the length of the state.
	AES128 Format = &cbc{name: "aes128", aes: 16, mac: 16, hash: sha256.New, tag: sha256.Size}
	// AES256 is what OpenSSL, nginx and HAProxy make of a key of 80 bytes:
	// RFC5077 with a key of 256 bits for AES, and without the length of the state.
	AES256 Format = &cbc{name: "aes256", aes: 32, mac: 32, hash: sha256.New, tag: sha256.Size}
	// GCM is AES-256-GCM.
	GCM Format = gcm{}
)

// Formats are all of them.
var Formats = []Format{Draft, RFC5077, AES128, AES256, GCM}

func newAES(key []byte) cipher.Block {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // sound has seen the key
	}
	return block
}
