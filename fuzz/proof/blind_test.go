package proof

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// take gives the first inputs of a number.
func take(seeds [][]byte, number uint64, n int) (all [][]byte) {
	for data := range Blind(seeds, number) {
		if all = append(all, data); len(all) == n {
			break
		}
	}
	return all
}

func TestBlindInputsAreTheSameForANumber(t *testing.T) {
	seeds := [][]byte{[]byte("one"), {}, []byte("another of more bytes, of which some are repeated")}
	one, again, other := take(seeds, 1, 2000), take(seeds, 1, 2000), take(seeds, 2, 2000)
	same, seen := 0, map[string]bool{}
	for i := range one {
		if !bytes.Equal(one[i], again[i]) {
			t.Fatalf("input %d: got %x and %x", i, one[i], again[i])
		}
		if bytes.Equal(one[i], other[i]) {
			same++
		}
		if i < len(seeds) && !bytes.Equal(one[i], seeds[i]) {
			t.Errorf("input %d: got %x, want a seed first", i, one[i])
		}
		seen[string(one[i])] = true
	}
	if same > 200 || len(seen) < 1000 {
		t.Errorf("got %d that both numbers have, and %d different ones", same, len(seen))
	}
}

// Every mutation changes something that can be changed, leaves what it was not given as
// it was, and survives that there is nothing.
func TestMutations(t *testing.T) {
	for i, m := range mutations {
		changed := false
		for n := range uint64(50) {
			r := rand.New(rand.NewPCG(n, 1))
			data, other := []byte("0123456789abcdefghij"), []byte("another")
			if got := m(r, bytes.Clone(data), other); !bytes.Equal(got, data) {
				changed = true
			}
			if string(other) != "another" {
				t.Fatalf("mutation %d: got %s, want the other as it was", i, other)
			}
			m(r, nil, nil)
			m(r, []byte{}, other)
			m(r, []byte{1}, nil)
		}
		if !changed {
			t.Errorf("mutation %d changes nothing", i)
		}
	}
}
