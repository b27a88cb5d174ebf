// Package prf derives the secrets of TLS 1.0 to 1.2: master secret, extended master
// secret, key block and verify_data.
package prf

import (
	"crypto"
	"crypto/hmac"
	"crypto/sha512"
	"crypto/subtle"
	"fmt"
	"hash"
	"io"
	"slices"
)

// A PRF is the function that TLS derives secrets by: P_hash, or P_MD5 with P_SHA-1
// upon it.
type PRF struct{ first, second crypto.Hash } // the second: 0 from TLS 1.2 on

// TLS12 is the PRF of TLS 1.2 on a hash (RFC 5246 5).
func TLS12(hash crypto.Hash) PRF { return PRF{first: hash} }

// A Keyed is a PRF with its secret. What a connection derives from its master
// secret, it derives from one of them, which has hashed the secret once. It is not
// safe for concurrent use.
type Keyed struct {
	first, second pHash
}

// Format prints nothing of the secret, whatever the verb.
func (k *Keyed) Format(f fmt.State, _ rune) { io.WriteString(f, "keyed PRF") }

// Key takes up a secret, of which two hashes get a half each (RFC 2246 5).
func (f PRF) Key(secret []byte) *Keyed {
	if f.second == 0 {
		return &Keyed{first: newPHash(f.first, secret)}
	}
	half := (len(secret) + 1) / 2
	return &Keyed{newPHash(f.first, secret[:half]), newPHash(f.second, secret[len(secret)-half:])}
}

// Fill fills out from a label and seeds that count as one.
func (k *Keyed) Fill(out []byte, label string, seeds ...[]byte) {
	k.first.fill(out, label, seeds)
	if k.second.mac != nil {
		mask := make([]byte, len(out))
		k.second.fill(mask, label, seeds)
		subtle.XORBytes(out, out, mask)
	}
}

// A pHash is P_hash with its secret. Between two calls its mac is as if it were new.
type pHash struct {
	mac  hash.Hash
	text []byte            // A(i) + label + seeds
	sum  [sha512.Size]byte // the longest
}

func newPHash(h crypto.Hash, secret []byte) pHash { return pHash{mac: hmac.New(h.New, secret)} }

// textSize is about what the derivations of TLS take, in bytes.
const textSize = 160

// fill is HMAC(A(1)+seed) + HMAC(A(2)+seed) + ..., as much of it as out has room for.
func (p *pHash) fill(out []byte, label string, seeds [][]byte) {
	size := p.mac.Size()
	p.text = slices.Grow(p.text[:0], textSize)[:size]
	p.text = append(p.text, label...)
	for _, s := range seeds {
		p.text = append(p.text, s...)
	}
	a, seed := p.text[:size], p.text[size:]
	p.hmac(a[:0], seed)
	for len(out) > 0 {
		if out = out[copy(out, p.hmac(p.sum[:0], p.text)):]; len(out) > 0 {
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
	f.Key(premaster).Fill(ms[:], "master secret", clientRandom[:], serverRandom[:])
	return ms
}

// ExtendedMaster derives the master secret of RFC 7627 4. sessionHash covers
// the handshake up to and including ClientKeyExchange.
func (f PRF) ExtendedMaster(premaster, sessionHash []byte) (ms [MasterSize]byte) {
	f.Key(premaster).Fill(ms[:], "extended master secret", sessionHash)
	return ms
}

// The labels of verify_data (RFC 5246 7.4.9).
const (
	ClientFinished = "client finished"
	ServerFinished = "server finished"
)

// VerifyData is what a Finished carries: 12 bytes.
func (k *Keyed) VerifyData(label string, transcriptHash []byte) []byte {
	out := make([]byte, 12)
	k.Fill(out, label, transcriptHash)
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

// MarshalText is Format: what encoding/json and log/slog print of the keys.
func (k Keys) MarshalText() ([]byte, error) { return fmt.Append(nil, k), nil }

// KeyBlock derives the keys of a connection; the sizes are in bytes.
func (k *Keyed) KeyBlock(clientRandom, serverRandom *[32]byte, mac, key, iv int) KeyBlock {
	out := make([]byte, 2*(mac+key+iv))
	// RFC 5246 6.3: the server's random comes first here.
	k.Fill(out, "key expansion", serverRandom[:], clientRandom[:])
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
