package record

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"slices"
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
	mac := hmac.New(macs[len(k.MAC)], k.MAC)
	mac.Write(append(judgedBound(seq, typ, v, len(content)), content...))
	plain := append(mac.Sum(bytes.Clone(content)), padding...)
	return judgedHeader(typ, v, judgedAES(k, v, iv, plain))
}

// judgedETM is RFC 7366 3: ENC covers content and padding, and the MAC what stands
// before it.
func judgedETM(k Keys, v wire.Version, seq uint64, typ byte, iv, content, padding []byte) []byte {
	enc := judgedAES(k, v, iv, append(bytes.Clone(content), padding...))
	mac := hmac.New(macs[len(k.MAC)], k.MAC)
	mac.Write(append(judgedBound(seq, typ, v, len(enc)), enc...))
	return judgedHeader(typ, v, mac.Sum(enc))
}

// macs are the hashes by the size of their MAC.
var macs = map[int]func() hash.Hash{20: sha1.New, 32: sha256.New}

// judgedAES is CBC, behind the IV where that is explicit.
func judgedAES(k Keys, v wire.Version, iv, plain []byte) []byte {
	block, _ := aes.NewCipher(k.Key)
	out := bytes.Clone(plain)
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(out, out)
	if v >= wire.TLS11 {
		out = append(bytes.Clone(iv), out...)
	}
	return out
}

// pad is padding of n bytes and its length byte.
func pad(n int) []byte { return bytes.Repeat([]byte{byte(n)}, n+1) }

// shortest is the least padding that fills the last block behind so many bytes.
func shortest(n int) []byte { return pad(15 - n%16) }

func TestGCMRecordsAreThoseOfTheRFC(t *testing.T) {
	for _, c := range []wire.Cipher{wire.AES128GCM, wire.AES256GCM} {
		k := keysOf(c, 1)
		out, in := newPair(t, protection{c, wire.TLS12, false})
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
	out, in := newPair(t, protection{wire.ChaCha20Poly1305, wire.TLS12, false})
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

// A judge makes the record of a content with its shortest padding.
type judge func(seq int, typ byte, iv, content []byte) []byte

func judgeOf(p protection, k Keys) judge {
	return func(seq int, typ byte, iv, content []byte) []byte {
		if p.encryptThenMAC {
			return judgedETM(k, p.version, uint64(seq), typ, iv, content, shortest(len(content)))
		}
		return judgedCBC(k, p.version, uint64(seq), typ, iv, content, shortest(len(content)+len(k.MAC)))
	}
}

func TestCBCRecordsAreThoseOfTheRFC(t *testing.T) {
	tried := 0
	for _, p := range slices.Concat(protections, chained) {
		if p.cipher.MAC() != 0 && p.version >= wire.TLS11 {
			t.Run(p.String(), func(t *testing.T) { judgeCBC(t, p) })
			tried++
		}
	}
	if tried != 12 {
		t.Errorf("tried %d protections, want 8 of TLS 1.2 and 4 of 1.1", tried)
	}
}

func judgeCBC(t *testing.T, p protection) {
	judged := judgeOf(p, p.keys(1))
	out, in := newPair(t, p)
	ivs := map[string]bool{}
	for seq, n := range []int{0, 1, 11, 12, 15, 16, 17, 300, MaxPlaintext} {
		content := draw(n, byte(seq))
		got := mustAppend(t, out, nil, ApplicationData, content)
		iv := got[headerSize : headerSize+16]
		ivs[string(iv)] = true
		if !bytes.Equal(got, judged(seq, 23, iv, content)) {
			t.Errorf("%d bytes: got another record than the RFC has", n)
		}
		opened, err := open(in, judged(seq, 23, draw(16, byte(seq)), content))
		if want := []Record{{ApplicationData, content}}; err != nil || !same(opened, want) {
			t.Errorf("%d bytes: got %d records, %v", n, len(opened), err)
		}
	}
	if len(ivs) != 9 {
		t.Errorf("got %d different IVs for 9 records", len(ivs))
	}
}

// RFC 2246 6.2.3.2: "The IV for subsequent records is the last ciphertext block
// from the previous record." It is the last of the blocks also where a MAC stands
// behind them.
func TestLastBlockIsTheNextIVInTLS10(t *testing.T) {
	for _, p := range chained {
		if p.version == wire.TLS10 {
			t.Run(p.String(), func(t *testing.T) { judgeChain(t, p) })
		}
	}
}

func judgeChain(t *testing.T, p protection) {
	k := p.keys(1)
	judged, behind := judgeOf(p, k), 0
	if p.encryptThenMAC {
		behind = len(k.MAC)
	}
	out, in := newPair(t, p)
	iv := k.IV
	for seq, n := range []int{1, 16, 300, MaxPlaintext} {
		content := draw(n, byte(seq))
		got := mustAppend(t, out, nil, Handshake, content)
		if !bytes.Equal(got, judged(seq, 22, iv, content)) {
			t.Fatalf("%d bytes: got another record than the RFC has", n)
		}
		iv = got[len(got)-behind-16 : len(got)-behind]
		opened, err := open(in, got)
		if want := []Record{{Handshake, content}}; err != nil || !same(opened, want) {
			t.Fatalf("%d bytes: got %d records, %v", n, len(opened), err)
		}
	}
}

// Application data under an implicit IV goes out as its first byte and the rest
// (CVE-2011-3389), and under any other protection in one piece.
func TestDataIsSplitWhereTheIVIsImplicit(t *testing.T) {
	for _, p := range slices.Concat(withNull, chained) {
		for n, split := range map[int][]int{
			0: {0}, 1: {1}, 2: {1, 1}, MaxPlaintext + 1: {1, MaxPlaintext}, MaxPlaintext + 2: {1, MaxPlaintext, 1},
		} {
			want := split
			if p.version != wire.TLS10 {
				want = []int{min(n, MaxPlaintext)}
				if n > MaxPlaintext {
					want = append(want, n-MaxPlaintext)
				}
			}
			out, in := newPair(t, p)
			records, err := open(in, mustAppend(t, out, nil, ApplicationData, draw(n, 1)))
			if got := sizes(records); err != nil || !slices.Equal(got, want) {
				t.Errorf("%s, %d bytes: got records of %v bytes, %v, want %v", p, n, got, err, want)
			}
			records, err = open(in, mustAppend(t, out, nil, Alert, []byte{1, 0}))
			if got := sizes(records); err != nil || !slices.Equal(got, []int{2}) {
				t.Errorf("%s: got an alert in records of %v bytes, %v", p, got, err)
			}
		}
	}
}

func sizes(records []Record) (all []int) {
	for _, r := range records {
		all = append(all, len(r.Payload))
	}
	return all
}
