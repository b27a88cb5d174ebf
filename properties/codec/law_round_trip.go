package codec

import (
	"bytes"
	"fmt"
)

var roundTrip = law{
	"round-trip", "what is encoded decodes to the same, and that encodes to the same bytes",
	func(format) bool { return true },
	func(d dice, f format) error {
		value, b, err := f.made(d)
		if err != nil {
			return err
		}
		got, err := f.decode(b)
		if err != nil {
			return fmt.Errorf("got %w for %s, encoded as %s", err, show(value), hexed(b))
		}
		if show(got) != show(value) {
			return fmt.Errorf("got %s, want %s", show(got), show(value))
		}
		if again, err := f.encode(got); err != nil || !bytes.Equal(again, b) {
			return fmt.Errorf("got %s, %v the second time, want %s", hexed(again), err, hexed(b))
		}
		return nil
	},
}

var oneSpelling = law{
	"one-spelling", "what decodes encodes to the same bytes; where a format has several spellings, to one of them",
	func(format) bool { return true },
	func(d dice, f format) error {
		_, b, err := f.made(d)
		if err != nil {
			return err
		}
		b = d.damage(b)
		value, err := f.decode(b)
		if err != nil {
			if !f.refusal(err) {
				return fmt.Errorf("got %w for %s, want the refusal of the format", err, hexed(b))
			}
			return nil
		}
		again, err := f.encode(value)
		switch {
		case err != nil:
			return fmt.Errorf("%s decodes, as %s, which does not encode: %w", hexed(b), show(value), err)
		case bytes.Equal(again, b):
			return nil
		case !f.loose:
			return fmt.Errorf("%s decodes, and encodes as %s", hexed(b), hexed(again))
		}
		return f.settled(b, value, again)
	},
}

// settled fails unless another spelling of a value says the same.
func (f format) settled(b []byte, value any, again []byte) error {
	second, err := f.decode(again)
	if err != nil || show(second) != show(value) {
		return fmt.Errorf("%s decodes, as %s, but what that encodes as gives %v, %v", hexed(b), show(value), show(second), err)
	}
	third, err := f.encode(second)
	if err != nil || !bytes.Equal(third, again) {
		return fmt.Errorf("%s decodes, and encodes as %s and then as %s, %v", hexed(b), hexed(again), hexed(third), err)
	}
	return nil
}
