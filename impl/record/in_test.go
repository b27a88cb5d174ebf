package record

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"tlsresume/impl/wire"
)

// head is a header of a handshake record.
func head(v wire.Version, length int) []byte {
	return []byte{byte(Handshake), byte(v >> 8), byte(v), byte(length >> 8), byte(length)}
}

func TestLengthIsRefusedWithTheHeader(t *testing.T) {
	forCiphers(t, func(t *testing.T, c protection) {
		limit := MaxCiphertext
		if c.cipher == wire.Null {
			limit = MaxPlaintext
		}
		for _, length := range []int{limit, limit + 1, 1<<16 - 1} {
			_, in := newPair(t, c)
			h := head(wire.TLS12, length)
			if _, err := open(in, h[:4]); err != nil {
				t.Errorf("length %d: got %v before the header is whole", length, err)
			}
			_, err := open(in, h[4:])
			if errors.Is(err, Overflow) != (length > limit) || err != nil && length <= limit {
				t.Errorf("length %d: got %v", length, err)
			}
		}
	})
}

// TestPlaintextIsRefusedAboveTheLimit seals more than Append would.
func TestPlaintextIsRefusedAboveTheLimit(t *testing.T) {
	forCiphers(t, func(t *testing.T, c protection) {
		for _, n := range []int{MaxPlaintext, MaxPlaintext + 1} {
			out, in := newPair(t, c)
			b, err := out.appendRecord(nil, ApplicationData, make([]byte, n))
			if err != nil {
				t.Fatal(err)
			}
			_, err = open(in, b)
			if errors.Is(err, Overflow) != (n > MaxPlaintext) || err != nil && n <= MaxPlaintext {
				t.Errorf("%d bytes: got %v", n, err)
			}
		}
	})
}

func TestLongestFragmentIsRead(t *testing.T) {
	for _, c := range protections {
		_, in := newPair(t, c)
		b := append(head(wire.TLS12, MaxCiphertext), make([]byte, MaxCiphertext)...)
		if _, err := open(in, b); err != BadMAC {
			t.Errorf("%s: got %v, want BadMAC", c, err)
		}
	}
}

func TestVersionIsOpenUntilItIsSet(t *testing.T) {
	for _, x := range []struct {
		set, got wire.Version
		want     error
	}{
		{0, 0x0300, nil}, {0, 0x0301, nil}, {0, 0x0303, nil}, {0, 0x0304, nil}, {0, 0x03ff, nil},
		{0, 0x0203, BadVersion}, {0, 0x0403, BadVersion}, {0, 0xfefd, BadVersion},
		{wire.TLS12, wire.TLS12, nil}, {wire.TLS12, wire.TLS10, BadVersion}, {wire.TLS12, 0x0403, BadVersion},
		{wire.TLS10, wire.TLS10, nil}, {wire.TLS10, wire.TLS12, BadVersion},
	} {
		in := new(In)
		in.SetVersion(x.set)
		if _, err := open(in, head(x.got, 1)); !errors.Is(err, x.want) {
			t.Errorf("got %v for %#04x when %#04x is set, want %v", err, uint16(x.got), uint16(x.set), x.want)
		}
	}
}

func TestOutStatesTheVersion(t *testing.T) {
	out := new(Out)
	for _, x := range []struct{ set, want wire.Version }{
		{0, wire.TLS10}, {wire.TLS11, wire.TLS11}, {wire.TLS12, wire.TLS12},
	} {
		out.SetVersion(x.set)
		b := mustAppend(t, out, nil, Handshake, []byte{1})
		if want := append(head(x.want, 1), 1); !bytes.Equal(b, want) {
			t.Errorf("set %#04x: got %x, want %x", uint16(x.set), b, want)
		}
	}
}

func TestUnknownTypesAreRefused(t *testing.T) {
	for typ := range 256 {
		b := append(head(wire.TLS12, 1), 1)
		b[0] = byte(typ)
		_, err := open(new(In), b)
		if known := 20 <= typ && typ <= 23; errors.Is(err, BadType) == known || err != nil && known {
			t.Errorf("type %d: got %v", typ, err)
		}
	}
}

func TestEmptyRecordsInARowAreLimited(t *testing.T) {
	forCiphers(t, func(t *testing.T, c protection) {
		out, in := newPair(t, c)
		var b []byte
		for range 2 { // a record that carries something begins a new row
			for range maxEmpty {
				b = mustAppend(t, out, b, ApplicationData, nil)
			}
			b = mustAppend(t, out, b, ApplicationData, []byte("x"))
		}
		if got, err := open(in, b); err != nil || len(got) != 2*maxEmpty+2 {
			t.Fatalf("got %d records, %v", len(got), err)
		}
		b = b[:0]
		for range maxEmpty + 1 {
			b = mustAppend(t, out, b, ApplicationData, nil)
		}
		if got, err := open(in, b); !errors.Is(err, TooManyEmpty) || len(got) != maxEmpty {
			t.Errorf("got %d records, %v, want %d and TooManyEmpty", len(got), err, maxEmpty)
		}
	})
}

func TestFaultIsFinal(t *testing.T) {
	in := new(In)
	_, first := open(in, head(0x0203, 1))
	kept := left(in)
	_, again := open(in, append(head(wire.TLS12, 1), 1))
	var f Fault
	if !errors.As(first, &f) || f != BadVersion || again != first {
		t.Errorf("got %v, then %v", first, again)
	}
	if left(in) != kept {
		t.Errorf("got %d bytes kept after the fault, want %d", left(in), kept)
	}
}

func TestLongStreamDoesNotGrow(t *testing.T) {
	forCiphers(t, func(t *testing.T, c protection) {
		out, in := newPair(t, c)
		payload := draw(1000, 5)
		b, kept := make([]byte, 0, 4096), 0
		once := func() {
			b = mustAppend(t, out, b[:kept], ApplicationData, payload)
			cut := len(b) - 300 // part of a record always stays behind
			in.Write(b[:cut])
			if _, _, err := in.Next(); err != nil {
				t.Fatal(err)
			}
			kept = copy(b, b[cut:])
		}
		for range 10 {
			once()
		}
		first := &in.buf[:1][0]
		for range 2000 {
			once()
		}
		if &in.buf[:1][0] != first {
			t.Errorf("got another buffer, of %d bytes, for the same records", cap(in.buf))
		}
		if kept != 300 || left(in) == 0 {
			t.Errorf("got %d bytes buffered, want part of a record", left(in))
		}
	})
}

func TestBufferHoldsWhatArrivedAndOneRecord(t *testing.T) {
	in := new(In)
	in.Write(head(wire.TLS12, MaxPlaintext))
	for total := headerSize; total < headerSize+MaxPlaintext-1; total++ {
		if _, ok, err := in.Next(); ok || err != nil {
			t.Fatalf("got %v, %v", ok, err)
		}
		if limit := 2 * total; cap(in.buf) > limit {
			t.Fatalf("got a buffer of %d bytes for %d that arrived", cap(in.buf), total)
		}
		in.Write([]byte{0})
	}
	in = new(In)
	in.Write(make([]byte, 1<<20))
	if limit := 1<<20 + headerSize + MaxCiphertext; cap(in.buf) > limit {
		t.Errorf("got a buffer of %d bytes, want at most %d", cap(in.buf), limit)
	}
}

func TestRecordsCostNoAllocation(t *testing.T) {
	forCiphers(t, func(t *testing.T, c protection) {
		if raceDetector && c.cipher.MAC() != 0 && !c.encryptThenMAC {
			t.Skip("under the race detector AppendBinary of crypto/sha1 and sha256 allocates")
		}
		out, in := newPair(t, c)
		payload := draw(MaxPlaintext, 6)
		var b []byte
		once := func() {
			b = mustAppend(t, out, b[:0], ApplicationData, payload)
			in.Write(b)
			if _, ok, err := in.Next(); !ok || err != nil {
				t.Fatal(ok, err)
			}
		}
		once()
		if got := testing.AllocsPerRun(50, once); got > 0 {
			t.Errorf("got %v allocations to seal and open a record, want none", got)
		}
	})
}

func BenchmarkSealAndOpen(b *testing.B) {
	for _, c := range withNull {
		b.Run(c.String(), func(b *testing.B) {
			out, in := newPair(b, c)
			payload := draw(MaxPlaintext, 6)
			var buf []byte
			b.SetBytes(MaxPlaintext)
			b.ReportAllocs()
			for b.Loop() {
				buf = mustAppend(b, out, buf[:0], ApplicationData, payload)
				in.Write(buf)
				if _, ok, err := in.Next(); !ok || err != nil {
					b.Fatal(ok, err)
				}
			}
		})
	}
}

// RFC 6066 4: no fragment is larger than the negotiated length, and what cannot
// hold so little is refused before it is opened.
func TestMaxFragmentBoundsRecords(t *testing.T) {
	for _, p := range slices.Concat(withNull, chained) {
		out, in := newPair(t, p)
		out.SetMaxFragment(512)
		in.SetMaxFragment(512)
		records, err := open(in, mustAppend(t, out, nil, Handshake, draw(1300, 1)))
		if got := sizes(records); err != nil || !slices.Equal(got, []int{512, 512, 276}) {
			t.Errorf("%s: got records of %v bytes, %v", p, got, err)
		}
		out.SetMaxFragment(513)
		if _, err := open(in, mustAppend(t, out, nil, Handshake, draw(513, 1))); !errors.Is(err, Overflow) {
			t.Errorf("%s: got %v for 513 bytes, want overflow", p, err)
		}
	}
}

func TestMaxFragmentBoundsWhatIsRead(t *testing.T) {
	for _, x := range []struct {
		p         protection
		max, want int
	}{
		{withNull[0], 512, 512}, {withNull[0], 0, MaxPlaintext}, {withNull[0], 1 << 20, MaxPlaintext},
		{protections[0], 512, 512 + 16 + 32 + 256}, {protections[0], 0, MaxCiphertext}, {protections[0], MaxPlaintext, MaxPlaintext + 304},
	} {
		for length, want := range map[int]bool{x.want: false, x.want + 1: true} {
			_, in := newPair(t, x.p)
			in.SetMaxFragment(x.max)
			if _, err := open(in, head(wire.TLS12, length)); errors.Is(err, Overflow) != want {
				t.Errorf("%s, at most %d bytes: got %v for a record of %d", x.p, x.max, err, length)
			}
		}
	}
}
