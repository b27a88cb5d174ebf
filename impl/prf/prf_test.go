package prf

import (
	"bytes"
	"crypto"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	_ "crypto/sha512"
	"encoding/hex"
	"slices"
	"testing"
)

// The vector that the IETF TLS list agreed on for the PRF of TLS 1.0, and an odd
// secret, whose halves share a byte, computed from RFC 2246 5 by OpenSSL:
//
//	openssl kdf -keylen 23 -kdfopt digest:MD5-SHA1 -kdfopt hexsecret:0102030405 -kdfopt hexseed:6c6162656c73656564 TLS1-PRF
func TestVectorOfTLS10(t *testing.T) {
	for _, v := range []struct {
		secret      []byte
		label, seed string
		want        string
	}{
		{bytes.Repeat([]byte{0xab}, 48), "PRF Testvector", string(bytes.Repeat([]byte{0xcd}, 64)),
			"d3d4d1e349b5d515044666d51de32bab258cb521b6b053463e354832fd976754" +
				"443bcf9a296519bc289abcbc1187e4ebd31e602353776c408aafb74cbc85eff6" +
				"9255f9788faa184cbb957a9819d84a5d7eb006eb459d3ae8de9810454b8b2d8f" +
				"1afbc655a8c9a013"},
		{[]byte{1, 2, 3, 4, 5}, "label", "seed", "3f3064bbbf4ed9aa52f11cc12dbd3f5b0d3086b3391c38"},
	} {
		got := make([]byte, len(v.want)/2)
		TLS10().Key(v.secret).Fill(got, v.label, []byte(v.seed))
		if hex.EncodeToString(got) != v.want {
			t.Errorf("%q: got %x, want %s", v.label, got, v.want)
		}
	}
}

// The sum is both hashes, and a sum does not end the message.
func TestMD5SHA1IsBoth(t *testing.T) {
	h := NewMD5SHA1()
	for _, part := range []string{"one", "two"} {
		h.Write([]byte(part))
		h.Sum(nil)
	}
	m, s := md5.Sum([]byte("onetwo")), sha1.Sum([]byte("onetwo"))
	if got := h.Sum([]byte("x")); !bytes.Equal(got, slices.Concat([]byte("x"), m[:], s[:])) || h.Size() != len(got)-1 {
		t.Errorf("got %x", got)
	}
	h.Reset()
	if got, empty := h.Sum(nil), md5.Sum(nil); !bytes.HasPrefix(got, empty[:]) {
		t.Errorf("got %x behind a Reset", got)
	}
}

// The vectors that the IETF TLS list agreed on (mail of 2009-06-05, "test
// vectors for the TLS 1.2 PRF").
func TestVectors(t *testing.T) {
	for _, v := range []struct {
		hash               crypto.Hash
		secret, seed, want string
	}{
		{crypto.SHA256, "9bbe436ba940f017b17652849a71db35", "a0ba9f936cda311827a6f796ffd5198c",
			"e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a" +
				"6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab" +
				"4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701" +
				"87347b66"},
		{crypto.SHA384, "b80b733d6ceefcdc71566ea48e5567df", "cd665cf6a8447dd6ff8b27555edb7465",
			"7b0c18e9ced410ed1804f2cfa34a336a1c14dffb4900bb5fd7942107e81c83cd" +
				"e9ca0faa60be9fe34f82b1233c9146a0e534cb400fed2700884f9dc236f80edd" +
				"8bfa961144c9e8d792eca722a7b32fc3d416d473ebc2c5fd4abfdad05d918425" +
				"9b5bf8cd4d90fa0d31e2dec479e4f1a26066f2eea9a69236a3e52655c9e9aee6" +
				"91c8f3a26854308d5eaa3be85e0990703d73e56f"},
	} {
		secret, _ := hex.DecodeString(v.secret)
		seed, _ := hex.DecodeString(v.seed)
		got := make([]byte, len(v.want)/2)
		TLS12(v.hash).Key(secret).Fill(got, "test label", seed)
		if hex.EncodeToString(got) != v.want {
			t.Errorf("%v: got %x, want %s", v.hash, got, v.want)
		}
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
	TLS12(crypto.SHA256).Key([]byte("secret")).Fill(got, "label", []byte("one"), []byte("two"))
	if !bytes.Equal(got, want) {
		t.Errorf("got %x, want %x", got, want)
	}
}

// RFC 5246 6.3: client MAC, server MAC, client key, server key, client IV,
// server IV, from the server's random and then the client's.
func TestKeyBlockIsCutInTheOrderOfTheRFC(t *testing.T) {
	f := TLS12(crypto.SHA256).Key([]byte("ms"))
	client, server := [32]byte{1}, [32]byte{2}
	block := make([]byte, 2*(20+16+4))
	f.Fill(block, "key expansion", append(server[:], client[:]...))
	k := f.KeyBlock(&client, &server, 20, 16, 4)
	got := bytes.Join([][]byte{k.Client.MAC, k.Server.MAC, k.Client.Key, k.Server.Key, k.Client.IV, k.Server.IV}, nil)
	if !bytes.Equal(got, block) || len(k.Client.MAC) != 20 || len(k.Server.Key) != 16 || len(k.Server.IV) != 4 {
		t.Errorf("got %x, want %x", got, block)
	}
}

// What was derived before has no part in what is derived next.
func TestKeyedServesManyTimes(t *testing.T) {
	for _, f := range []PRF{TLS10(), TLS12(crypto.SHA256), TLS12(crypto.SHA384)} {
		shared := f.Key([]byte("secret"))
		for _, size := range []int{100, 0, 12, 48, 1} {
			got, want := make([]byte, size), make([]byte, size)
			seed := make([]byte, size/2)
			shared.Fill(got, "label", seed)
			f.Key([]byte("secret")).Fill(want, "label", seed)
			if !bytes.Equal(got, want) {
				t.Errorf("%d bytes: got %x, want %x", size, got, want)
			}
		}
	}
}
