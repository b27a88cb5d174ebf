package codec

import (
	"fmt"
	"slices"
	"sync"
)

// A format is one encoding.
type format struct {
	name, cites string
	of          string // what it is a form of
	// draw gives a value that encodes.
	draw   func(dice) any
	encode func(any) ([]byte, error)
	// decode gives the value of an encoding that is right from its first byte to its last.
	decode func([]byte) (any, error)
	// into is decode to a value that held another, where the format has that.
	into func(any, []byte) error
	// refusal says whether an error is one that decode may give.
	refusal func(error) bool

	// loose: an encoding that was not made here may say the same in other bytes.
	loose bool
	// endless: nothing says where it ends but the end of its bytes.
	endless bool
	// inside: it stands inside another format, which the laws of memory are held to; its
	// decoder has copied it there first.
	inside bool
	// refers: the bytes of what is decoded may be those of the encoding.
	refers bool
	// shape says what decodes, by lengths alone; nil where they don't settle it.
	shape shape
	// agrees compares what was decoded, or refused, with what others say of the bytes.
	agrees func(encoded []byte, value any, refusal error) error
	// listed is what a value was decoded from that it does not encode.
	listed func(value any) []uint16
	// whole lists the lengths, short of all, at which an encoding of a value is whole.
	whole func(value any, encoded []byte) []int
}

// formats are all of them.
var formats = sync.OnceValue(func() []format {
	all := slices.Concat(messages, extensions, states, tickets, keyFiles)
	for i := range all {
		all[i].guard()
	}
	return all
})

// guard makes an error of a panic: a codec that panics over its input is as wrong as one
// that takes it.
func (f *format) guard() {
	encode, decode, into := f.encode, f.decode, f.into
	f.encode = func(v any) (b []byte, err error) {
		defer caught(&err)
		return encode(v)
	}
	f.decode = func(b []byte) (v any, err error) {
		defer caught(&err)
		return decode(b)
	}
	if into != nil {
		f.into = func(v any, b []byte) (err error) {
			defer caught(&err)
			return into(v, b)
		}
	}
}

// A panicked is a panic as an error. No refusal is one.
type panicked struct{ with any }

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v", p.with) }

func caught(err *error) {
	if p := recover(); p != nil {
		*err = &panicked{p}
	}
}

// made draws a value and encodes it.
func (f format) made(d dice) (value any, encoded []byte, err error) {
	value = f.draw(d)
	if encoded, err = f.encode(value); err != nil {
		return nil, nil, fmt.Errorf("%s does not encode: %w", show(value), err)
	}
	return value, encoded, nil
}

// refuses fails unless decode refuses b as it should.
func (f format) refuses(b []byte, what string) error {
	value, err := f.decode(b)
	switch {
	case err == nil:
		return fmt.Errorf("%s decodes, as %s: %s", what, show(value), hexed(b))
	case !f.refusal(err):
		return fmt.Errorf("%s: got %v, want the refusal of the format: %s", what, err, hexed(b))
	}
	return nil
}
