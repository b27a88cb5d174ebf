package codec

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
)

// dice draw what a case is made of. A choice of 0 is the plainest, so that an engine
// that makes choices smaller makes cases plainer.
type dice func(n int) int

func (d dice) maybe() bool { return d(2) == 1 }

// from draws a number from least to most.
func (d dice) from(least, most int) int { return least + d(most-least+1) }

func (d dice) uint16() uint16 { return uint16(d(1 << 16)) }

// uint32 draws any, and the bounds often.
func (d dice) uint32() uint32 {
	switch d(8) {
	case 1:
		return 0
	case 2:
		return math.MaxUint32
	}
	return uint32(d(1<<16))<<16 | uint32(d(1<<16))
}

// pick draws one of several.
func pick[T any](d dice, of ...T) T { return of[d(len(of))] }

// usual is the size that few of the things that are drawn exceed.
const usual = 40

// size draws a size: the bounds often, what is next to them sometimes, and else what is
// usual.
func (d dice) size(least, most int) int {
	switch d(16) {
	case 1:
		return least
	case 2:
		return most
	case 3:
		return min(least+1, most)
	case 4:
		return max(most-1, least)
	}
	return d.from(least, min(most, least+usual))
}

// bytes draws between least and most of them.
func (d dice) bytes(least, most int) []byte { return d.fill(d.size(least, most)) }

// fill draws n bytes: few one by one, many by a seed.
func (d dice) fill(n int) []byte {
	if n <= 4 {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(d(256))
		}
		return b
	}
	switch d(4) {
	case 0:
		return bytes.Repeat([]byte{byte(d(256))}, n)
	default:
		b := make([]byte, n)
		rand.NewChaCha8([32]byte{byte(d(256)), byte(d(256))}).Read(b)
		return b
	}
}

// list draws between least and most of what one draws.
func list[T any](d dice, least, most int, one func() T) []T {
	var all []T
	for range d.from(least, most) {
		all = append(all, one())
	}
	return all
}

// many draws a list: mostly of few, and sometimes of as many of one byte as make work, all
// the same.
func (d dice) many(least int, one func() []byte) [][]byte {
	if d(16) == 7 {
		return slices.Repeat([][]byte{{byte(d(256))}}, 1000)
	}
	return list(d, least, 3, one)
}

// numbers draws between least and most of them: few one by one, many in a row.
func numbers[T ~uint16](d dice, least, most int) []T {
	n := d.size(least, most)
	if n <= 4 {
		return list(d, n, n, func() T { return T(d.uint16()) })
	}
	all, first := make([]T, n), T(d.uint16())
	for i := range all {
		all[i] = first + T(i)
	}
	return all
}

// damage edits a few bytes: one is set, counted up or down, a bit is flipped, some are
// cut out or put in. It leaves b alone.
func (d dice) damage(b []byte) []byte {
	b = bytes.Clone(b)
	for range d.from(1, 3) {
		at := d.from(0, len(b))
		if at == len(b) || d.maybe() {
			b = d.splice(b, at)
			continue
		}
		switch d(4) {
		case 0:
			b[at] ^= 1 << d(8)
		case 1:
			b[at]++
		case 2:
			b[at]--
		default:
			b[at] = byte(d(256))
		}
	}
	return b
}

func (d dice) splice(b []byte, at int) []byte {
	end := min(len(b), at+d.from(0, 4))
	return bytes.Join([][]byte{b[:at], d.fill(d.from(0, 4)), b[end:]}, nil)
}
