package record

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/binary"
	"testing"

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
	k := keysOf(wire.AES128GCM, 1)
	out, in := newPair(t, wire.AES128GCM)
	for seq, n := range []int{0, 1, 15, 16, 17, 300, MaxPlaintext} {
		content := draw(n, byte(seq))
		number := binary.BigEndian.AppendUint64(nil, uint64(seq))
		sent := mustAppend(t, out, nil, ApplicationData, content)
		if !bytes.Equal(sent, judgedGCM(k, uint64(seq), 23, number, content)) {
			t.Errorf("%d bytes: got another record than the RFC has", n)
		}
		// Any explicit nonce will do.
		got, err := open(in, judgedGCM(k, uint64(seq), 23, draw(8, byte(seq)), content))
		if want := []Record{{ApplicationData, content}}; err != nil || !same(got, want) {
			t.Errorf("%d bytes: got %d records, %v", n, len(got), err)
		}
	}
}

func TestCBCRecordsAreThoseOfTheRFC(t *testing.T) {
	for _, v := range []wire.Version{wire.TLS11, wire.TLS12} {
		k := keysOf(wire.AES128CBCSHA, 1)
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
