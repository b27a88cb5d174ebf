// Package prf derives the secrets of TLS 1.0 to 1.2: master secret, extended master
// secret, key block and verify_data.
package prf

import (
	"crypto"
	"crypto/hmac"
	"fmt"
)

// A PRF fills out from a secret, a label and seeds that count as one (RFC 5246
// 5).
type PRF func(out, secret []byte, label string, seeds ...[]byte)

// TLS12 is the PRF of TLS 1.2 on a hash: P_hash (RFC 5246 5).
func TLS12(hash crypto.Hash) PRF {
	return func(out, secret []byte, label string, seeds ...[]byte) {
		expand(hash, out, secret, label, seeds)
	}
}

// expand is P_hash: HMAC(A(1)+seed) + HMAC(A(2)+seed) + ...
func expand(hash crypto.Hash, out, secret []byte, label string, seeds [][]byte) {
	mac := hmac.New(hash.New, secret)
	writeSeed := func() {
		mac.Write([]byte(label))
		for _, s := range seeds {
			mac.Write(s)
		}
	}
	writeSeed()
	a := mac.Sum(nil)
	for len(out) > 0 {
		mac.Reset()
		mac.Write(a)
		writeSeed()
		out = out[copy(out, mac.Sum(nil)):]
		mac.Reset()
		mac.Write(a)
		a = mac.Sum(a[:0])
	}
}

// MasterSize is the length of a master secret in bytes.
const MasterSize = 48

// Master derives the master secret of RFC 5246 8.1.
func (f PRF) Master(premaster []byte, clientRandom, serverRandom *[32]byte) (ms [MasterSize]byte) {
	f(ms[:], premaster, "master secret", clientRandom[:], serverRandom[:])
	return ms
}

// ExtendedMaster derives the master secret of RFC 7627 4. sessionHash covers
// the handshake up to and including ClientKeyExchange.
func (f PRF) ExtendedMaster(premaster, sessionHash []byte) (ms [MasterSize]byte) {
	f(ms[:], premaster, "extended master secret", sessionHash)
	return ms
}

// The labels of verify_data (RFC 5246 7.4.9).
const (
	ClientFinished = "client finished"
	ServerFinished = "server finished"
)

// VerifyData is what a Finished carries: 12 bytes.
func (f PRF) VerifyData(ms []byte, label string, transcriptHash []byte) []byte {
	out := make([]byte, 12)
	f(out, ms, label, transcriptHash)
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
func (f PRF) KeyBlock(ms []byte, clientRandom, serverRandom *[32]byte, mac, key, iv int) KeyBlock {
	out := make([]byte, 2*(mac+key+iv))
	// RFC 5246 6.3: the server's random comes first here.
	f(out, ms, "key expansion", serverRandom[:], clientRandom[:])
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
