package session

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var testKey = TicketKey{
	Name: [16]byte([]byte("name of this key")),
	AES:  [16]byte([]byte("key for aes-128.")),
	MAC:  [16]byte([]byte("key of hmac-sha1")),
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

// byHand builds a ticket from the draft's text: text is what gets encrypted, its
// padding included, and length what the length field says.
func byHand(k TicketKey, iv [16]byte, text []byte, length int) []byte {
	block, err := aes.NewCipher(k.AES[:])
	if err != nil {
		panic(err)
	}
	out := append(k.Name[:], iv[:]...)
	out = binary.BigEndian.AppendUint16(out, uint16(length))
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
	m := hmac.New(sha1.New, k.MAC[:])
	m.Write(covered)
	return m.Sum(nil)
}

func padByHand(text []byte) []byte {
	n := 16 - len(text)%16
	return append(bytes.Clone(text), bytes.Repeat([]byte{byte(n)}, n)...)
}

func TestNewTicketKey(t *testing.T) {
	k, err := NewTicketKey(new(counter))
	if err != nil || k.Name[0] != 1 || k.AES[0] != 17 || k.MAC[15] != 48 {
		t.Errorf("got %v, want bytes 1 to 48", err)
	}
	if _, err := NewTicketKey(bytes.NewReader(make([]byte, 47))); err == nil {
		t.Error("47 random bytes made a key")
	}
}

func TestTicketAsTheDraftHasIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyState(t)
		iv := [16]byte(anyBytes(t, 16, 16, "iv"))
		plain, err := s.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		text := padByHand(plain)
		want := byHand(testKey, iv, text, len(text))
		got, err := testKey.Seal([]byte("before"), s, bytes.NewReader(iv[:]))
		if err != nil || !bytes.Equal(got, append([]byte("before"), want...)) {
			t.Fatalf("got %x, %v, want %x", got, err, want)
		}
		back, err := testKey.Open(want)
		if err != nil || !reflect.DeepEqual(back, s) {
			t.Fatalf("got %v, %v, want %v", back, err, s)
		}
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

func TestTicketTamperedWith(t *testing.T) {
	ring := NewRing(testKey)
	ticket := seal(t, ring, sample())
	if _, err := ring.Open(ticket); err != nil {
		t.Fatal(err)
	}
	for n := range ticket {
		refused(t, ring, "cut", ticket[:n])
		for bit := range 8 {
			ticket[n] ^= 1 << bit
			refused(t, ring, "flip", ticket)
			ticket[n] ^= 1 << bit
		}
	}
	refused(t, ring, "trailing byte", append(bytes.Clone(ticket), 0))
	refused(t, ring, "leading byte", append([]byte{0}, ticket...))
}

// The MAC holds and the rest does not: only the holder of the key makes these.
func TestTicketWellMACedNonsense(t *testing.T) {
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
		refused(t, testKey, name, byHand(testKey, [16]byte{}, c.text, c.length))
	}
	if _, err := testKey.Open(byHand(testKey, [16]byte{}, append(sized(61), 3, 3, 3), 64)); err != nil {
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
	costs := map[string]float64{}
	for name, text := range map[string][]byte{
		"good padding": good, "bad padding": bad, "long state": padByHand(mustMarshal(t, long)),
	} {
		ticket := byHand(testKey, [16]byte{}, text, len(text))
		ticket[len(ticket)-1] ^= 1
		refused(t, testKey, name, ticket)
		costs[name] = testing.AllocsPerRun(50, func() { testKey.Open(ticket) })
	}
	ticket := seal(t, testKey, sample())
	costs["opened"] = testing.AllocsPerRun(50, func() { testKey.Open(ticket) })
	if costs["good padding"] != costs["bad padding"] || costs["good padding"] != costs["long state"] ||
		costs["good padding"] >= costs["opened"] {
		t.Errorf("got allocations %v, want one figure for every wrong MAC, and more for what opens", costs)
	}
}

func TestOpenNeverPanics(t *testing.T) {
	ring := NewRing(testKey)
	for n := range 201 {
		refused(t, testKey, "for a key", append(testKey.Name[:min(n, 16):16], make([]byte, max(0, n-16))...))
		for _, fill := range []byte{0, 1, 16, 0xff} {
			b := bytes.Repeat([]byte{fill}, n)
			refused(t, ring, "filled", b)
			copy(b, testKey.Name[:])
			refused(t, ring, "named", b)
			if n >= overhead {
				covered := b[:n-macSize]
				copy(b[n-macSize:], macByHand(testKey, covered))
				refused(t, ring, "authentic", b)
			}
		}
	}
}

func TestTicketTooLong(t *testing.T) {
	sized := func(n int) *State {
		return &State{Created: time.Unix(0, 0), Client: Identity{Auth: PSK, PSKIdentity: make([]byte, n)}}
	}
	// 65472 is the most of encrypted_state that fits 2^16-1 with 54 bytes around
	// it; the state has 60 bytes beside the identity, the padding at least one.
	ticket := seal(t, testKey, sized(65472-60-1))
	if len(ticket) != 65472+54 {
		t.Errorf("got a ticket of %d, want 65526", len(ticket))
	}
	if _, err := testKey.Seal(nil, sized(65472-60), new(counter)); !errors.Is(err, ErrTooLong) {
		t.Errorf("got %v, want ErrTooLong", err)
	}
}

func TestSealErrors(t *testing.T) {
	if _, err := testKey.Seal(nil, sample(), strings.NewReader("fifteen bytes..")); err == nil {
		t.Error("15 random bytes made an IV")
	}
	if _, err := testKey.Seal(nil, &State{}, new(counter)); err == nil {
		t.Error("a state of no time was sealed")
	}
}

// A fresh IV hides that two tickets hold the same session.
func TestIVComesFromRand(t *testing.T) {
	rand := new(counter)
	one, _ := testKey.Seal(nil, sample(), rand)
	two, _ := testKey.Seal(nil, sample(), rand)
	if bytes.Equal(one[nameSize+ivSize:], two[nameSize+ivSize:]) {
		t.Error("two tickets of one state have the same text")
	}
	if one[nameSize] != 1 || two[nameSize] != 17 {
		t.Errorf("got IVs from %d and %d, want 1 and 17", one[nameSize], two[nameSize])
	}
}

func BenchmarkOpen(b *testing.B) {
	ticket := seal(b, testKey, sample())
	for b.Loop() {
		testKey.Open(ticket)
	}
}

// The chaining above and crypto/cipher's agree: the test's own foundation.
func TestByHandIsCBC(t *testing.T) {
	block, _ := aes.NewCipher(testKey.AES[:])
	text := bytes.Repeat([]byte{7}, 48)
	want := make([]byte, 48)
	cipher.NewCBCEncrypter(block, make([]byte, 16)).CryptBlocks(want, text)
	if got := byHand(testKey, [16]byte{}, text, 48)[34 : 34+48]; !bytes.Equal(got, want) {
		t.Errorf("got %x, want %x", got, want)
	}
}
