package record

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tlsresume/impl/wire"
)

// pieces has honest records most often, so that streams get past the first.
var pieces = []string{"record", "record", "record", "damaged", "header", "noise"}

// drawStream gives honest records, damaged ones and noise, in any order.
func drawStream(t *rapid.T, out *Out) []byte {
	var b []byte
	for range rapid.IntRange(0, 8).Draw(t, "pieces") {
		switch rapid.SampledFrom(pieces).Draw(t, "piece") {
		case "record":
			b = mustSeal(t, out, b)
		case "damaged":
			start := len(b)
			if b = mustSeal(t, out, b); len(b) > start {
				b[rapid.IntRange(start, len(b)-1).Draw(t, "at")] ^= rapid.Byte().Draw(t, "by")
			}
		case "header":
			b = append(b, head(wire.TLS12, rapid.IntRange(0, 1<<16-1).Draw(t, "length"))...)
		case "noise":
			b = append(b, rapid.SliceOf(rapid.Byte()).Draw(t, "noise")...)
		}
	}
	return b
}

func mustSeal(t *rapid.T, out *Out, b []byte) []byte {
	typ := Type(rapid.IntRange(20, 23).Draw(t, "type"))
	b, err := out.Append(b, typ, rapid.SliceOfN(rapid.Byte(), 0, 70).Draw(t, "payload"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// chunked reads b in pieces that are drawn.
func chunked(t *rapid.T, in *In, b []byte) (all []Record, err error) {
	for len(b) > 0 && err == nil {
		n := rapid.IntRange(1, len(b)).Draw(t, "chunk")
		var some []Record
		some, err = open(in, b[:n])
		all, b = append(all, some...), b[n:]
	}
	return all, err
}

func TestChunksMakeNoDifference(t *testing.T) {
	for _, c := range slices.Concat(withNull, chained) {
		rapid.Check(t, func(rt *rapid.T) {
			out, whole := newPair(t, c)
			_, parts := newPair(t, c)
			b := drawStream(rt, out)
			want, wantErr := open(whole, b)
			got, err := chunked(rt, parts, b)
			if !same(got, want) || text(err) != text(wantErr) {
				rt.Fatalf("got %d records, %v; in one piece %d, %v", len(got), err, len(want), wantErr)
			}
			if err == nil && left(parts) != left(whole) {
				rt.Fatalf("got %d bytes left, in one piece %d", left(parts), left(whole))
			}
		})
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestOnlyHonestRecordsOpen is the promise of protection: whatever happens to
// the stream, what opens is what was sent, in its order, from the first on.
func TestOnlyHonestRecordsOpen(t *testing.T) {
	for _, c := range slices.Concat(protections, chained) {
		rapid.Check(t, func(rt *rapid.T) {
			out, in := newPair(t, c)
			_, honest := newPair(t, c)
			b := mustSeal(rt, out, mustSeal(rt, out, mustSeal(rt, out, nil)))
			sent, err := open(honest, b)
			if err != nil {
				rt.Fatal(err)
			}
			from := rapid.IntRange(0, len(b)).Draw(rt, "from")
			to := rapid.IntRange(from, len(b)).Draw(rt, "to")
			with := rapid.SliceOf(rapid.Byte()).Draw(rt, "with")
			got, _ := open(in, append(append(append([]byte(nil), b[:from]...), with...), b[to:]...))
			if len(got) > len(sent) || !same(got, sent[:len(got)]) {
				rt.Fatal("opened a record that was not sent")
			}
		})
	}
}
