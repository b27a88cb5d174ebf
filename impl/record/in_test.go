package record

import (
	"bytes"
	"errors"
	"testing"

	"tlsresume/impl/wire"
)

// head is a header of a handshake record.
func head(v wire.Version, length int) []byte {
	return []byte{byte(Handshake), byte(v >> 8), byte(v), byte(length >> 8), byte(length)}
}

func TestLengthIsRefusedWithTheHeader(t *testing.T) {
	forCiphers(t, func(t *testing.T, c wire.Cipher) {
		limit := MaxCiphertext
		if c == wire.Null {
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
	forCiphers(t, func(t *testing.T, c wire.Cipher) {
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
			t.Errorf("cipher %d: got %v, want BadMAC", c, err)
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
	forCiphers(t, func(t *testing.T, c wire.Cipher) {
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
	kept := in.Buffered()
	_, again := open(in, append(head(wire.TLS12, 1), 1))
	var f Fault
	if !errors.As(first, &f) || f != BadVersion || again != first {
		t.Errorf("got %v, then %v", first, again)
	}
	if in.Buffered() != kept {
		t.Errorf("got %d bytes kept after the fault, want %d", in.Buffered(), kept)
	}
}

func TestLongStreamDoesNotGrow(t *testing.T) {
	forCiphers(t, func(t *testing.T, c wire.Cipher) {
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
		if kept != 300 || in.Buffered() == 0 {
			t.Errorf("got %d bytes buffered, want part of a record", in.Buffered())
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
	forCiphers(t, func(t *testing.T, c wire.Cipher) {
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
	for i, c := range ciphers {
		b.Run([]string{"null", "gcm", "cbc"}[i], func(b *testing.B) {
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
