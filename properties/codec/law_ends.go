package codec

import (
	"fmt"
	"slices"
)

// outermost is how many places at either end of a long encoding are cut at: where the fixed
// fields and the lengths stand. Between them are fewer, at equal distances.
const (
	outermost = 60
	between   = 40
)

var truncated = law{
	"truncated", "every truncation is refused, but for those that are whole by themselves",
	func(f format) bool { return !f.endless },
	func(d dice, f format) error {
		value, b, err := f.made(d)
		if err != nil {
			return err
		}
		var whole []int
		if f.whole != nil {
			whole = f.whole(value, b)
		}
		for _, n := range cuts(d, len(b)) {
			cut := b[:n:n] // what lies behind it cannot be reached
			if slices.Contains(whole, n) {
				if _, err := f.decode(cut); err != nil {
					return fmt.Errorf("got %w for the first %d bytes, which are whole: %s", err, n, hexed(cut))
				}
				continue
			}
			if err := f.refuses(cut, fmt.Sprintf("the first %d of %d bytes", n, len(b))); err != nil {
				return err
			}
		}
		return nil
	},
}

// cuts are the lengths short of size: all, or the outermost and some.
func cuts(d dice, size int) []int {
	var all []int
	stride := 1 + size/between
	first := d(stride)
	for n := range size {
		if size <= 2*outermost+between || n < outermost || n >= size-outermost || n%stride == first {
			all = append(all, n)
		}
	}
	return all
}

var trailing = law{
	"trailing", "bytes behind an encoding are refused, but for those that make another of it",
	func(f format) bool { return !f.endless },
	func(d dice, f format) error {
		_, b, err := f.made(d)
		if err != nil {
			return err
		}
		more := []byte{byte(d(256))}
		if d.maybe() {
			more = d.fill(d.from(2, 6))
		}
		longer := slices.Concat(b, more)
		if value, err := f.decode(longer); err == nil && f.whole != nil && slices.Contains(f.whole(value, longer), len(b)) {
			return nil // it has become another one, of which the first is a part
		}
		return f.refuses(longer, fmt.Sprintf("an encoding with %x behind it", more))
	},
}
