package session

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"hash"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// keyOf is a key of a format.
func keyOf(f Format) TicketKey {
	aes, mac := f.sizes()
	return TicketKey{
		Form: f, Name: [16]byte([]byte("name of this key")),
		AES: []byte("key of aes-128, or one of aes-256")[:aes],
		MAC: []byte("key of hmac-sha1 and hmac-sha256!")[:mac],
	}
}

var testKey = keyOf(Draft)

// forEach runs a test for a key of each of the formats.
func forEach(t *testing.T, formats []Format, test func(t *testing.T, k TicketKey)) {
	for _, f := range formats {
		t.Run(f.String(), func(t *testing.T) { test(t, keyOf(f)) })
	}
}

// counter yields 1, 2, 3...: bytes that never repeat within a test.
type counter struct{ n byte }

func (c *counter) Read(b []byte) (int, error) {
	for i := range b {
		c.n++
		b[i] = c.n
	}
	return len(b), nil
}

// cbcFormats are those of the shape that the RFCs recommend, with the HMAC and
// the sizes of keys and MAC that their texts name. OpenSSL's have no length.
var cbcFormats = map[Format]struct {
	hash          func() hash.Hash
	aes, mac, tag int
	length        bool
}{
	Draft:   {sha1.New, 16, 16, 20, true},   // draft 4
	RFC5077: {sha256.New, 16, 32, 32, true}, // RFC 5077 4
	AES128:  {sha256.New, 16, 16, 32, false},
	AES256:  {sha256.New, 32, 32, 32, false},
}

var cbcs = []Format{Draft, RFC5077, AES128, AES256}

// byHand builds a ticket from the texts: text is what gets encrypted, its
// padding included, and length what the length field says.
func byHand(k TicketKey, iv [16]byte, text []byte, length int) []byte {
	f := cbcFormats[k.Form]
	block, err := aes.NewCipher(k.AES[:f.aes])
	if err != nil {
		panic(err)
	}
	out := append(k.Name[:], iv[:]...)
	if f.length {
		out = binary.BigEndian.AppendUint16(out, uint16(length))
	}
	chain := iv
	for ; len(text) >= 16; text = text[16:] { // C(i) = E(P(i) xor C(i-1))
		for n := range chain {
			chain[n] ^= text[n]
		}
		block.Encrypt(chain[:], chain[:])
		out = append(out, chain[:]...)
	}
	out = append(out, text...) // less than a block cannot be encrypted
	return append(out, macByHand(k, out)...)
}

func macByHand(k TicketKey, covered []byte) []byte {
	f := cbcFormats[k.Form]
	m := hmac.New(f.hash, k.MAC[:f.mac])
	m.Write(covered)
	return m.Sum(nil)[:f.tag]
}

// gcmByHand builds a ticket from SP 800-38D: CTR from the block behind J0, GHASH
// over key_name, text and their lengths in bits, masked with J0 encrypted.
func gcmByHand(k TicketKey, nonce, text []byte) []byte {
	block, err := aes.NewCipher(k.AES)
	if err != nil {
		panic(err)
	}
	j0 := append(bytes.Clone(nonce), 0, 0, 0, 1)
	sealed := make([]byte, len(text))
	cipher.NewCTR(block, append(bytes.Clone(nonce), 0, 0, 0, 2)).XORKeyStream(sealed, text)
	var h, tag [16]byte
	block.Encrypt(h[:], h[:])
	block.Encrypt(tag[:], j0)
	hashed := append(k.Name[:], sealed...)
	hashed = append(hashed, make([]byte, (16-len(hashed)%16)%16)...)
	hashed = binary.BigEndian.AppendUint64(hashed, uint64(8*len(k.Name)))
	hashed = binary.BigEndian.AppendUint64(hashed, uint64(8*len(sealed)))
	var y [16]byte
	for ; len(hashed) > 0; hashed = hashed[16:] {
		subtle.XORBytes(y[:], y[:], hashed[:16])
		y = times(y, h)
	}
	subtle.XORBytes(tag[:], tag[:], y[:])
	return slices.Concat(k.Name[:], nonce, sealed, tag[:])
}

// times is the product of SP 800-38D 6.3: bit 0 is the leftmost.
func times(x, v [16]byte) (z [16]byte) {
	for i := range 128 {
		if x[i/8]>>(7-i%8)&1 == 1 {
			subtle.XORBytes(z[:], z[:], v[:])
		}
		odd := v[15]&1 == 1
		for n := 15; n > 0; n-- {
			v[n] = v[n]>>1 | v[n-1]<<7
		}
		v[0] >>= 1
		if odd {
			v[0] ^= 0xe1
		}
	}
	return z
}

// ticketByHand is a ticket of any format that holds what text says.
func ticketByHand(k TicketKey, nonce, text []byte) []byte {
	if k.Form == GCM {
		return gcmByHand(k, nonce, text)
	}
	text = padByHand(text)
	return byHand(k, [16]byte(nonce), text, len(text))
}

func padByHand(text []byte) []byte {
	n := 16 - len(text)%16
	return append(bytes.Clone(text), bytes.Repeat([]byte{byte(n)}, n)...)
}

func TestNewTicketKey(t *testing.T) {
	for f, size := range map[Format]int{Draft: 48, RFC5077: 64, AES128: 48, AES256: 80, GCM: 48} {
		k, err := NewTicketKey(f, new(counter))
		if err != nil {
			t.Fatal(err)
		}
		all := slices.Concat(k.Name[:], k.AES, k.MAC)
		if len(all) != size || all[0] != 1 || all[size-1] != byte(size) || len(k.Name) != 16 {
			t.Errorf("%v: got a key of %d bytes, want bytes 1 to %d", f, len(all), size)
		}
		if _, err := NewTicketKey(f, bytes.NewReader(make([]byte, size-1))); err == nil {
			t.Errorf("%v: %d random bytes made a key", f, size-1)
		}
	}
}

func TestTicketAsTheTextHasIt(t *testing.T) {
	forEach(t, Formats, func(t *testing.T, k TicketKey) {
		rapid.Check(t, func(t *rapid.T) {
			s := anyState(t)
			nonce := anyBytes(t, k.Form.nonce(), k.Form.nonce(), "nonce")
			plain, err := s.Marshal()
			if err != nil {
				t.Fatal(err)
			}
			want := ticketByHand(k, nonce, plain)
			got, err := k.Seal([]byte("before"), s, bytes.NewReader(nonce))
			if err != nil || !bytes.Equal(got, append([]byte("before"), want...)) {
				t.Fatalf("got %x, %v, want %x", got, err, want)
			}
			back, err := k.Open(want)
			if err != nil || !reflect.DeepEqual(back, s) {
				t.Fatalf("got %v, %v, want %v", back, err, s)
			}
		})
	})
}

func seal(t testing.TB, by Sealer, s *State) []byte {
	t.Helper()
	ticket, err := by.Seal(nil, s, new(counter))
	if err != nil {
		t.Fatal(err)
	}
	return ticket
}

// refused fails unless a ticket is refused as every other one is.
func refused(t testing.TB, by Sealer, what string, ticket []byte) {
	t.Helper()
	before := bytes.Clone(ticket)
	s, err := by.Open(ticket)
	if s != nil || !errors.Is(err, ErrNotOpened) || err.Error() != ErrNotOpened.Error() {
		t.Errorf("%s: got %v, %v, want only %v", what, s, err, ErrNotOpened)
	}
	if !bytes.Equal(ticket, before) {
		t.Errorf("%s: opening changed the ticket", what)
	}
}

// The MAC holds and the rest does not: only the holder of the key makes these.
func TestTicketWellMACedNonsense(t *testing.T) {
	forEach(t, cbcs, wellMACedNonsense)
	forEach(t, []Format{GCM}, func(t *testing.T, k TicketKey) {
		good := mustMarshal(t, sample())
		for name, text := range map[string][]byte{
			"nothing": nil, "garbage": bytes.Repeat([]byte{0xee}, 160),
			"state with a tail": append(bytes.Clone(good), 0), "state cut": good[:len(good)-1],
		} {
			refused(t, k, name, gcmByHand(k, make([]byte, 12), text))
		}
	})
}

func wellMACedNonsense(t *testing.T, key TicketKey) {
	good := mustMarshal(t, sample())
	whole := padByHand(good)
	last := func(c byte) []byte { return append(bytes.Clone(whole[:len(whole)-1]), c) }
	sized := func(n int) []byte { // a state of n bytes that ends in zero
		s := &State{Created: time.Unix(1<<8, 0), Client: Identity{Auth: PSK, PSKIdentity: make([]byte, n-60)}}
		return mustMarshal(t, s)[:n:n]
	}
	for name, c := range map[string]struct {
		text   []byte
		length int
	}{
		"nothing":           {nil, 0},
		"part of a block":   {whole[:15], 15},
		"block and a bit":   {whole[:17], 17},
		"length too short":  {whole, len(whole) - 16},
		"length too long":   {whole, len(whole) + 16},
		"block after it":    {append(bytes.Clone(whole), whole[:16]...), len(whole)},
		"padding of none":   {last(0), len(whole)},
		"no padding":        {sized(64), 64},
		"padding of 17":     {append(sized(63), bytes.Repeat([]byte{17}, 17)...), 80},
		"padding too long":  {last(17), len(whole)},
		"padding ragged":    {append(sized(61), 3, 9, 3), 64},
		"nothing but pad":   {padByHand(nil), 16},
		"garbage":           {bytes.Repeat([]byte{0xee}, 160), 160},
		"state with a tail": {padByHand(append(bytes.Clone(good), 0)), len(padByHand(append(good, 0)))},
		"state cut":         {padByHand(good[:len(good)-1]), len(padByHand(good[:len(good)-1]))},
	} {
		if strings.HasPrefix(name, "length") && !cbcFormats[key.Form].length {
			continue // right without
		}
		refused(t, key, name, byHand(key, [16]byte{}, c.text, c.length))
	}
	if _, err := key.Open(byHand(key, [16]byte{}, append(sized(61), 3, 3, 3), 64)); err != nil {
		t.Errorf("got %v for a ticket that is right, want it to open", err)
	}
}

// "MAC first": with a wrong MAC it makes no difference, neither in the error nor
// in the memory that is touched, whether the padding below is right, the state
// short or long. Decrypting first would allocate the text, and a good state too.
func TestMACBeforeDecryption(t *testing.T) {
	long := sample()
	long.Client.Certificates = [][]byte{make([]byte, 20_000)}
	good := padByHand(mustMarshal(t, sample()))
	bad := bytes.Clone(good)
	bad[len(bad)-1] = 99
	forEach(t, Formats, func(t *testing.T, k TicketKey) {
		costs := map[string]float64{}
		for name, text := range map[string][]byte{
			"good padding": good, "bad padding": bad, "long state": padByHand(mustMarshal(t, long)),
		} {
			ticket := unpadded(k, text)
			ticket[len(ticket)-1] ^= 1
			refused(t, k, name, ticket)
			costs[name] = testing.AllocsPerRun(50, func() { k.Open(ticket) })
		}
		ticket := seal(t, k, sample())
		costs["opened"] = testing.AllocsPerRun(50, func() { k.Open(ticket) })
		if costs["good padding"] != costs["bad padding"] || costs["good padding"] != costs["long state"] ||
			costs["good padding"] >= costs["opened"] {
			t.Errorf("got allocations %v, want one figure for every wrong MAC, and more for what opens", costs)
		}
	})
}

// unpadded is a ticket of any format whose text is encrypted as it is.
func unpadded(k TicketKey, text []byte) []byte {
	if k.Form == GCM {
		return gcmByHand(k, make([]byte, 12), text)
	}
	return byHand(k, [16]byte{}, text, len(text))
}

func TestOpenNeverPanics(t *testing.T) {
	forEach(t, Formats, func(t *testing.T, k TicketKey) {
		ring := NewRing(k)
		for n := range 201 {
			refused(t, k, "for a key", append(k.Name[:min(n, 16):16], make([]byte, max(0, n-16))...))
			for _, fill := range []byte{0, 1, 16, 0xff} {
				b := bytes.Repeat([]byte{fill}, n)
				refused(t, ring, "filled", b)
				copy(b, k.Name[:])
				refused(t, ring, "named", b)
				f, ok := cbcFormats[k.Form]
				if ok && n >= 16+f.tag {
					copy(b[n-f.tag:], macByHand(k, b[:n-f.tag]))
					refused(t, ring, "authentic", b)
				}
			}
		}
	})
}

func TestTicketTooLong(t *testing.T) {
	// The state has 60 bytes beside the identity.
	sized := func(n int) *State {
		return &State{Created: time.Unix(0, 0), Client: Identity{Auth: PSK, PSKIdentity: make([]byte, n-60)}}
	}
	for f, c := range map[Format]struct{ state, around int }{
		// 65472 is the most of encrypted_state that fits 2^16-1 with 54 bytes
		// around it; the padding has at least one.
		Draft: {65472 - 1, 1 + 54}, RFC5077: {65456 - 1, 1 + 66}, AES128: {65456 - 1, 1 + 64},
		AES256: {65456 - 1, 1 + 64}, GCM: {65535 - 44, 44},
	} {
		k := keyOf(f)
		if got := len(seal(t, k, sized(c.state))); got != c.state+c.around {
			t.Errorf("%v: got a ticket of %d, want %d", f, got, c.state+c.around)
		}
		for _, n := range []int{c.state + 1, 1<<16 - 1} {
			if _, err := k.Seal(nil, sized(n), new(counter)); !errors.Is(err, ErrTooLong) {
				t.Errorf("%v: got %v for a state of %d, want ErrTooLong", f, err, n)
			}
		}
	}
}

func TestSealErrors(t *testing.T) {
	forEach(t, Formats, func(t *testing.T, k TicketKey) {
		if _, err := k.Seal(nil, sample(), bytes.NewReader(make([]byte, k.Form.nonce()-1))); err == nil {
			t.Error("too few random bytes made an IV")
		}
		if _, err := k.Seal(nil, &State{}, new(counter)); err == nil {
			t.Error("a state of no time was sealed")
		}
		ticket := seal(t, k, sample())
		for _, unsound := range []TicketKey{
			{}, {Form: k.Form, Name: k.Name}, {Name: k.Name, AES: k.AES, MAC: k.MAC},
			{Form: k.Form, Name: k.Name, AES: k.AES[1:], MAC: k.MAC},
			{Form: k.Form, Name: k.Name, AES: k.AES, MAC: append(bytes.Clone(k.MAC), 0)},
		} {
			if _, err := unsound.Seal(nil, sample(), new(counter)); !errors.Is(err, ErrNoKey) {
				t.Errorf("got %v, want ErrNoKey", err)
			}
			refused(t, unsound, "unsound", ticket)
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	for _, f := range Formats {
		b.Run(f.String(), func(b *testing.B) {
			ticket := seal(b, keyOf(f), sample())
			for b.Loop() {
				keyOf(f).Open(ticket)
			}
		})
	}
}

// The chaining above and crypto/cipher's agree: the test's own foundation.
func TestByHandIsCBC(t *testing.T) {
	block, _ := aes.NewCipher(testKey.AES)
	text := bytes.Repeat([]byte{7}, 48)
	want := make([]byte, 48)
	cipher.NewCBCEncrypter(block, make([]byte, 16)).CryptBlocks(want, text)
	if got := byHand(testKey, [16]byte{}, text, 48)[34 : 34+48]; !bytes.Equal(got, want) {
		t.Errorf("got %x, want %x", got, want)
	}
}
