package proof

import (
	"bytes"
	"encoding/binary"
	"iter"
	"math/rand/v2"
	"slices"
)

// Blind are inputs that look at no coverage: the seeds, and then changes to them, over and
// over, the same for the same number. The changes are those that both engines make; what
// they lack is that what reaches something new is changed again.
func Blind(seeds [][]byte, number uint64) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for _, s := range seeds {
			if !yield(s) {
				return
			}
		}
		random := rand.New(rand.NewPCG(number, 0))
		any := func() []byte { return seeds[random.IntN(len(seeds))] }
		for {
			data := slices.Clone(any())
			for again := true; again; again = random.IntN(2) == 0 { // as go-fuzz has it
				data = mutations[random.IntN(len(mutations))](random, data, any())
			}
			if !yield(data[:min(len(data), maxInput)]) {
				return
			}
		}
	}
}

// maxInput is that of go-fuzz.
const maxInput = 1 << 20

// mutations change an input, to which another of the corpus is given. One that has nothing
// to change leaves it as it is.
var mutations = []func(r *rand.Rand, data, other []byte) []byte{
	// Leave out some bytes.
	func(r *rand.Rand, data, _ []byte) []byte {
		from, to := span(r, len(data))
		return slices.Delete(data, from, to)
	},
	// Insert random ones.
	func(r *rand.Rand, data, _ []byte) []byte {
		return slices.Insert(data, r.IntN(len(data)+1), bytesOf(r, length(r, 10))...)
	},
	// Repeat some elsewhere.
	func(r *rand.Rand, data, _ []byte) []byte {
		from, to := span(r, len(data))
		return slices.Insert(data, r.IntN(len(data)+1), bytes.Clone(data[from:to])...)
	},
	// Copy some over others.
	func(r *rand.Rand, data, _ []byte) []byte {
		from, to := span(r, len(data))
		copy(data[r.IntN(len(data)+1):], bytes.Clone(data[from:to]))
		return data
	},
	// Overwrite some with random ones.
	func(r *rand.Rand, data, _ []byte) []byte {
		from, to := span(r, len(data))
		copy(data[from:to], bytesOf(r, to-from))
		return data
	},
	at(1, func(r *rand.Rand, b []byte) { b[0] ^= 1 << r.IntN(8) }),
	at(1, func(r *rand.Rand, b []byte) { b[0] = byte(r.Uint32()) }),
	at(1, func(r *rand.Rand, b []byte) { b[0] = interesting8[r.IntN(len(interesting8))] }),
	at(1, func(r *rand.Rand, b []byte) { b[0] += addend[byte](r) }),
	at(2, func(r *rand.Rand, b []byte) {
		order(r).PutUint16(b, interesting16[r.IntN(len(interesting16))])
	}),
	at(2, func(r *rand.Rand, b []byte) { o := order(r); o.PutUint16(b, o.Uint16(b)+addend[uint16](r)) }),
	at(4, func(r *rand.Rand, b []byte) {
		order(r).PutUint32(b, interesting32[r.IntN(len(interesting32))])
	}),
	at(4, func(r *rand.Rand, b []byte) { o := order(r); o.PutUint32(b, o.Uint32(b)+addend[uint32](r)) }),
	at(8, func(r *rand.Rand, b []byte) { o := order(r); o.PutUint64(b, o.Uint64(b)+addend[uint64](r)) }),
	// Swap two.
	func(r *rand.Rand, data, _ []byte) []byte {
		if len(data) > 0 {
			i, j := r.IntN(len(data)), r.IntN(len(data))
			data[i], data[j] = data[j], data[i]
		}
		return data
	},
	// Put some of the other in, or over, or let it go on with the other.
	func(r *rand.Rand, data, other []byte) []byte {
		from, to := span(r, len(other))
		return slices.Insert(data, r.IntN(len(data)+1), other[from:to]...)
	},
	func(r *rand.Rand, data, other []byte) []byte {
		from, to := span(r, len(other))
		copy(data[r.IntN(len(data)+1):], other[from:to])
		return data
	},
	func(r *rand.Rand, data, other []byte) []byte {
		return append(data[:r.IntN(len(data)+1)], other[r.IntN(len(other)+1):]...)
	},
}

var (
	interesting8  = []byte{0, 1, 0x7f, 0x80, 0xff}
	interesting16 = []uint16{0, 1, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff}
	interesting32 = []uint32{0, 1, 0x7fff, 0x8000, 0xffff, 1 << 16, 1<<31 - 1, 1 << 31, 1<<32 - 1}
)

// at changes some bytes in a row, wherever they are.
func at(n int, change func(r *rand.Rand, b []byte)) func(r *rand.Rand, data, _ []byte) []byte {
	return func(r *rand.Rand, data, _ []byte) []byte {
		if len(data) >= n {
			i := r.IntN(len(data) - n + 1)
			change(r, data[i:i+n])
		}
		return data
	}
}

// span is somewhere in so many bytes, seldom long.
func span(r *rand.Rand, of int) (from, to int) {
	if of == 0 {
		return 0, 0
	}
	n := length(r, of)
	from = r.IntN(of - n + 1)
	return from, from + n
}

// length is at most one, mostly of a few.
func length(r *rand.Rand, most int) int {
	switch x := r.IntN(100); {
	case x < 90:
		return 1 + r.IntN(min(8, most))
	case x < 99:
		return 1 + r.IntN(min(32, most))
	}
	return 1 + r.IntN(most)
}

func bytesOf(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// addend is a small number to add, or to take away.
func addend[N byte | uint16 | uint32 | uint64](r *rand.Rand) N {
	n := N(1 + r.IntN(35))
	if r.IntN(2) == 0 {
		return -n
	}
	return n
}

func order(r *rand.Rand) binary.ByteOrder {
	if r.IntN(2) == 0 {
		return binary.BigEndian
	}
	return binary.LittleEndian
}
