package handshake

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"testing"

	"tlsresume/impl/wire"
)

// RFC 5246 7.4.7.1: "The version number in the PreMasterSecret is the version
// offered by the client in the ClientHello.client_version, not the version
// negotiated for the connection." What is wrong in any way gives a random secret,
// and nothing else.
func TestPremasterSecretIsJudgedInSilence(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	encrypt := func(message []byte) []byte {
		c, err := encryptPKCS1v15(&key.PublicKey, message, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	secret := func(v wire.Version, size int) []byte {
		return append([]byte{byte(v >> 8), byte(v)}, bytes.Repeat([]byte{7}, size-2)...)
	}
	for _, offered := range []wire.Version{wire.TLS10, wire.TLS11, wire.TLS12, 0x0304} {
		h := &Handshake{cfg: &Config{Rand: rand.Reader}, credential: &Credential{Key: key}, version: wire.TLS10}
		h.hello.Version = offered
		good := secret(offered, premasterSize)
		got, err := h.decryptPremaster(encrypt(good))
		if err != nil || !bytes.Equal(got, good) {
			t.Errorf("offered %s: got %x, %v", offered, got, err)
		}
		damaged := encrypt(good)
		damaged[len(damaged)-1] ^= 1
		for name, wrong := range map[string][]byte{
			"the version below": encrypt(secret(offered-1, premasterSize)),
			"the version above": encrypt(secret(offered+1, premasterSize)),
			"a byte too few":    encrypt(secret(offered, premasterSize-1)),
			"a byte too many":   encrypt(secret(offered, premasterSize+1)),
			"a byte damaged":    damaged,
			"a short one":       good,
			"nothing":           nil,
			"a number too high": bytes.Repeat([]byte{0xff}, key.Size()),
		} {
			first, err := h.decryptPremaster(wrong)
			second, again := h.decryptPremaster(wrong)
			if err != nil || again != nil || len(first) != premasterSize || bytes.Equal(first, second) {
				t.Errorf("offered %s, %s: got %x and %x, %v and %v, want two random secrets", offered, name, first, second, err, again)
			}
		}
	}
}

// A source that yields nothing but zeros ends in an error, and not never.
func TestPaddingIsNotDrawnForEver(t *testing.T) {
	zeros := bytes.NewReader(make([]byte, 2*maxDraws))
	if err := nonZero(make([]byte, 1), zeros); err != errNotRandom || zeros.Len() != maxDraws {
		t.Errorf("got %v behind %d draws, want %v behind %d", err, 2*maxDraws-zeros.Len(), errNotRandom, maxDraws)
	}
}
