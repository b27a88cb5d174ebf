// Package prf derives the secrets of TLS 1.0 to 1.2: master secret, extended master
// secret, key block and verify_data.
package prf

import (
	"crypto"
	"crypto/hmac"
	"fmt"
	"hash"
	"slices"
)

// A PRF takes up a secret (RFC 5246 5).
type PRF func(secret []byte) Keyed

// Keyed is a PRF with its secret: it fills out from a label and seeds that count as
// one. What a connection derives from its master secret, it derives from one of
// them, which has hashed the secret once. It is not safe for concurrent use.
type Keyed func(out []byte, label string, seeds ...[]byte)

// TLS12 is the PRF of TLS 1.2 on a hash: P_hash (RFC 5246 5).
func TLS12(hash crypto.Hash) PRF {
	return func(secret []byte) Keyed { return newPHash(hash, secret).fill }
}

// A pHash is P_hash with its secret. Between two calls its mac is as if it were new.
type pHash struct {
	mac  hash.Hash
	text []byte // A(i) + label + seeds
	sum  []byte
}

func newPHash(h crypto.Hash, secret []byte) *pHash { return &pHash{mac: hmac.New(h.New, secret)} }

// fill is HMAC(A(1)+seed) + HMAC(A(2)+seed) + ..., as much of it as out has room for.
func (p *pHash) fill(out []byte, label string, seeds ...[]byte) {
	size := p.mac.Size()
	p.text = slices.Grow(p.text[:0], size)[:size]
	p.text = append(p.text, label...)
	for _, s := range seeds {
		p.text = append(p.text, s...)
	}
	a, seed := p.text[:size], p.text[size:]
	p.hmac(a[:0], seed)
	for len(out) > 0 {
		p.sum = p.hmac(p.sum[:0], p.text)
		if out = out[copy(out, p.sum):]; len(out) > 0 {
			p.hmac(a[:0], a)
		}
	}
}

// hmac appends the MAC of a message to dst, whose room the message may lie in.
func (p *pHash) hmac(dst, message []byte) []byte {
	p.mac.Write(message)
	dst = p.mac.Sum(dst)
	p.mac.Reset()
	return dst
}

// MasterSize is the length of a master secret in bytes.
const MasterSize = 48

// Master derives the master secret of RFC 5246 8.1.
func (f PRF) Master(premaster []byte, clientRandom, serverRandom *[32]byte) (ms [MasterSize]byte) {
	f(premaster)(ms[:], "master secret", clientRandom[:], serverRandom[:])
	return ms
}

// ExtendedMaster derives the master secret of RFC 7627 4. sessionHash covers
// the handshake up to and including ClientKeyExchange.
func (f PRF) ExtendedMaster(premaster, sessionHash []byte) (ms [MasterSize]byte) {
	f(premaster)(ms[:], "extended master secret", sessionHash)
	return ms
}

// The labels of verify_data (RFC 5246 7.4.9).
const (
	ClientFinished = "client finished"
	ServerFinished = "server finished"
)

// VerifyData is what a Finished carries: 12 bytes.
func (f Keyed) VerifyData(label string, transcriptHash []byte) []byte {
	out := make([]byte, 12)
	f(out, label, transcriptHash)
	return out
}

// A KeyBlock holds the keys of both directions (RFC 5246 6.3).
type KeyBlock struct{ Client, Server Keys }

// Keys are those of one direction.
type Keys struct{ MAC, Key, IV []byte }

// Format prints the sizes of the keys and nothing else, whatever the verb.
func (k Keys) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "keys of %d, %d and %d bytes", len(k.MAC), len(k.Key), len(k.IV))
}

// KeyBlock derives the keys of a connection; the sizes are in bytes.
func (f Keyed) KeyBlock(clientRandom, serverRandom *[32]byte, mac, key, iv int) KeyBlock {
	out := make([]byte, 2*(mac+key+iv))
	// RFC 5246 6.3: the server's random comes first here.
	f(out, "key expansion", serverRandom[:], clientRandom[:])
	take := func(n int) []byte {
		v := out[:n:n]
		out = out[n:]
		return v
	}
	var b KeyBlock
	b.Client.MAC, b.Server.MAC = take(mac), take(mac)
	b.Client.Key, b.Server.Key = take(key), take(key)
	b.Client.IV, b.Server.IV = take(iv), take(iv)
	return b
}
