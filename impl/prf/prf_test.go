package prf

import (
	"bytes"
	"crypto"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"testing"
)

// The vector for P_SHA256 that the IETF TLS list agreed on
// (mail of 2009-06-05, "test vectors for the TLS 1.2 PRF").
func TestVector(t *testing.T) {
	secret, _ := hex.DecodeString("9bbe436ba940f017b17652849a71db35")
	seed, _ := hex.DecodeString("a0ba9f936cda311827a6f796ffd5198c")
	want, _ := hex.DecodeString("e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a" +
		"6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab" +
		"4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701" +
		"87347b66")
	got := make([]byte, len(want))
	TLS12(crypto.SHA256)(got, secret, "test label", seed)
	if !bytes.Equal(got, want) {
		t.Errorf("got %x, want %x", got, want)
	}
}

// RFC 5246 5 by hand: the seeds count as one, and A(i) chains.
func TestSeedsCountAsOne(t *testing.T) {
	mac := func(b ...[]byte) []byte {
		h := hmac.New(sha256.New, []byte("secret"))
		for _, p := range b {
			h.Write(p)
		}
		return h.Sum(nil)
	}
	seed := []byte("labelonetwo")
	a1 := mac(seed)
	a2 := mac(a1)
	want := append(mac(a1, seed), mac(a2, seed)...)[:40]
	got := make([]byte, 40)
	TLS12(crypto.SHA256)(got, []byte("secret"), "label", []byte("one"), []byte("two"))
	if !bytes.Equal(got, want) {
		t.Errorf("got %x, want %x", got, want)
	}
}

// RFC 5246 6.3: client MAC, server MAC, client key, server key, client IV,
// server IV, from the server's random and then the client's.
func TestKeyBlockIsCutInTheOrderOfTheRFC(t *testing.T) {
	f := TLS12(crypto.SHA256)
	client, server := [32]byte{1}, [32]byte{2}
	block := make([]byte, 2*(20+16+4))
	f(block, []byte("ms"), "key expansion", append(server[:], client[:]...))
	k := f.KeyBlock([]byte("ms"), &client, &server, 20, 16, 4)
	got := bytes.Join([][]byte{k.Client.MAC, k.Server.MAC, k.Client.Key, k.Server.Key, k.Client.IV, k.Server.IV}, nil)
	if !bytes.Equal(got, block) || len(k.Client.MAC) != 20 || len(k.Server.Key) != 16 || len(k.Server.IV) != 4 {
		t.Errorf("got %x, want %x", got, block)
	}
}
