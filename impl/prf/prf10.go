package prf

import (
	"crypto"
	"crypto/md5"
	"crypto/sha1"
	"hash"
)

// TLS10 is the PRF of TLS 1.0 and 1.1: P_MD5 of the first half of the secret XOR
// P_SHA-1 of the second. Where the secret has an odd number of bytes "the last byte
// of S1 will be the same as the first byte of S2" (RFC 2246 5).
func TLS10() PRF { return PRF{crypto.MD5, crypto.SHA1} }

// MD5SHA1Size is the length of NewMD5SHA1's sum in bytes.
const MD5SHA1Size = md5.Size + sha1.Size

// md5SHA1 is both hashes of one message.
type md5SHA1 struct{ md5, sha1 hash.Hash }

// NewMD5SHA1 makes the hash of TLS 1.0 and 1.1: MD5 and behind it SHA-1, of the
// transcript (RFC 2246 7.4.9) and of what RSA signs (RFC 2246 7.4.3).
func NewMD5SHA1() hash.Hash { return md5SHA1{md5.New(), sha1.New()} }

func (h md5SHA1) Write(b []byte) (int, error) {
	h.md5.Write(b)
	return h.sha1.Write(b)
}

func (h md5SHA1) Sum(b []byte) []byte { return h.sha1.Sum(h.md5.Sum(b)) }
func (h md5SHA1) Reset()              { h.md5.Reset(); h.sha1.Reset() }
func (h md5SHA1) Size() int           { return MD5SHA1Size }
func (h md5SHA1) BlockSize() int      { return h.sha1.BlockSize() }
