package record

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/binary"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"

	"tlsresume/impl/wire"
)

// The judge computes records straight from the text of the RFCs, one line for
// each of theirs, and shares nothing with the package but its constants.

// judgedBound is seq_num + type + version + length.
func judgedBound(seq uint64, typ byte, v wire.Version, length int) []byte {
	return binary.BigEndian.AppendUint16(append(binary.BigEndian.AppendUint64(nil, seq),
		typ, byte(v>>8), byte(v)), uint16(length))
}

func judgedHeader(typ byte, v wire.Version, fragment []byte) []byte {
	return append([]byte{typ, byte(v >> 8), byte(v), byte(len(fragment) >> 8), byte(len(fragment))}, fragment...)
}

// judgedGCM is RFC 5246 6.2.3.3 with RFC 5288 3.
func judgedGCM(k Keys, seq uint64, typ byte, explicit, content []byte) []byte {
	block, _ := aes.NewCipher(k.Key)
	aead, _ := cipher.NewGCM(block)
	nonce := append(bytes.Clone(k.IV), explicit...)
	sealed := aead.Seal(nil, nonce, content, judgedBound(seq, typ, wire.TLS12, len(content)))
	return judgedHeader(typ, wire.TLS12, append(bytes.Clone(explicit), sealed...))
}

// judgedChaCha is RFC 5246 6.2.3.3 with RFC 7905 2: the number as 8 bytes, 4 zero
// bytes on the left of it, XOR the IV.
func judgedChaCha(k Keys, seq uint64, typ byte, content []byte) []byte {
	aead, _ := chacha20poly1305.New(k.Key)
	nonce := []byte{0, 0, 0, 0, byte(seq >> 56), byte(seq >> 48), byte(seq >> 40), byte(seq >> 32),
		byte(seq >> 24), byte(seq >> 16), byte(seq >> 8), byte(seq)}
	for i := range nonce {
		nonce[i] ^= k.IV[i]
	}
	return judgedHeader(typ, wire.TLS12, aead.Seal(nil, nonce, content, judgedBound(seq, typ, wire.TLS12, len(content))))
}

// judgedCBC is RFC 5246 6.2.3.2, or RFC 2246 6.2.3.2 where the IV is implicit.
// The padding is given with its length byte.
func judgedCBC(k Keys, v wire.Version, seq uint64, typ byte, iv, content, padding []byte) []byte {
	mac := hmac.New(sha1.New, k.MAC)
	mac.Write(append(judgedBound(seq, typ, v, len(content)), content...))
	plain := append(mac.Sum(bytes.Clone(content)), padding...)
	block, _ := aes.NewCipher(k.Key)
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(plain, plain)
	if v >= wire.TLS11 {
		plain = append(bytes.Clone(iv), plain...)
	}
	return judgedHeader(typ, v, plain)
}

// pad is padding of n bytes and its length byte.
func pad(n int) []byte { return bytes.Repeat([]byte{byte(n)}, n+1) }

// shortest is the least padding that fills the last block.
func shortest(content int) []byte { return pad(15 - (content+macSize)%16) }

func TestGCMRecordsAreThoseOfTheRFC(t *testing.T) {
	for _, c := range []wire.Cipher{wire.AES128GCM, wire.AES256GCM} {
		k := keysOf(c, 1)
		out, in := newPair(t, c)
		for seq, n := range []int{0, 1, 15, 16, 17, 300, MaxPlaintext} {
			content := draw(n, byte(seq))
			number := binary.BigEndian.AppendUint64(nil, uint64(seq))
			sent := mustAppend(t, out, nil, ApplicationData, content)
			if !bytes.Equal(sent, judgedGCM(k, uint64(seq), 23, number, content)) {
				t.Errorf("cipher %d, %d bytes: got another record than the RFC has", c, n)
			}
			// Any explicit nonce will do.
			got, err := open(in, judgedGCM(k, uint64(seq), 23, draw(8, byte(seq)), content))
			if want := []Record{{ApplicationData, content}}; err != nil || !same(got, want) {
				t.Errorf("cipher %d, %d bytes: got %d records, %v", c, n, len(got), err)
			}
		}
	}
}

func TestChaChaRecordsAreThoseOfTheRFC(t *testing.T) {
	k := keysOf(wire.ChaCha20Poly1305, 1)
	out, in := newPair(t, wire.ChaCha20Poly1305)
	for _, first := range []uint64{0, 0x0102030405060708, 1<<64 - 8} {
		out.seq.next, in.seq.next = first, first
		for i, n := range []int{0, 1, 15, 16, 17, 300, MaxPlaintext} {
			seq, content := first+uint64(i), draw(n, byte(i))
			judged := judgedChaCha(k, seq, 23, content)
			if !bytes.Equal(mustAppend(t, out, nil, ApplicationData, content), judged) {
				t.Errorf("record %d, %d bytes: got another than the RFC has", seq, n)
			}
			got, err := open(in, judged)
			if want := []Record{{ApplicationData, content}}; err != nil || !same(got, want) {
				t.Errorf("record %d, %d bytes: got %d records, %v", seq, n, len(got), err)
			}
		}
	}
}

func TestCBCRecordsAreThoseOfTheRFC(t *testing.T) {
	for _, c := range []wire.Cipher{wire.AES128CBCSHA, wire.AES256CBCSHA} {
		for _, v := range []wire.Version{wire.TLS11, wire.TLS12} {
			judgeCBC(t, v, keysOf(c, 1))
		}
	}
}

func judgeCBC(t *testing.T, v wire.Version, k Keys) {
	t.Helper()
	out, in := newOut(t, v, k), newIn(t, v, k)
	ivs := map[string]bool{}
	for seq, n := range []int{0, 1, 11, 12, 15, 16, 17, 300, MaxPlaintext} {
		content := draw(n, byte(seq))
		got := mustAppend(t, out, nil, ApplicationData, content)
		iv := got[headerSize : headerSize+16]
		ivs[string(iv)] = true
		if !bytes.Equal(got, judgedCBC(k, v, uint64(seq), 23, iv, content, shortest(n))) {
			t.Errorf("%d bytes: got another record than the RFC has", n)
		}
		opened, err := open(in, judgedCBC(k, v, uint64(seq), 23, draw(16, byte(seq)), content, shortest(n)))
		if want := []Record{{ApplicationData, content}}; err != nil || !same(opened, want) {
			t.Errorf("%d bytes: got %d records, %v", n, len(opened), err)
		}
	}
	if len(ivs) != 9 {
		t.Errorf("got %d different IVs for 9 records", len(ivs))
	}
}

// RFC 2246 6.2.3.2: "The IV for subsequent records is the last ciphertext block
// from the previous record."
func TestLastBlockIsTheNextIVInTLS10(t *testing.T) {
	k := keysOf(wire.AES128CBCSHA, 1)
	k.IV = draw(16, 7)
	out, in := newOut(t, wire.TLS10, k), newIn(t, wire.TLS10, k)
	iv := k.IV
	for seq, n := range []int{0, 1, 16, 300, MaxPlaintext} {
		content := draw(n, byte(seq))
		got := mustAppend(t, out, nil, ApplicationData, content)
		if want := judgedCBC(k, wire.TLS10, uint64(seq), 23, iv, content, shortest(n)); !bytes.Equal(got, want) {
			t.Fatalf("%d bytes: got another record than the RFC has", n)
		}
		iv = got[len(got)-16:]
		opened, err := open(in, got)
		if want := []Record{{ApplicationData, content}}; err != nil || !same(opened, want) {
			t.Fatalf("%d bytes: got %d records, %v", n, len(opened), err)
		}
	}
}
