package entries

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"
)

// Any bytes are read as they were written, in each format.
func TestFormatsHoldAnyBytes(t *testing.T) {
	text := rapid.Map(rapid.String(), func(s string) []byte { return []byte(s) })
	native := rapid.Map(rapid.SliceOf(rapid.Byte()), literal)
	any := rapid.OneOf(rapid.SliceOf(rapid.Byte()), text, native)
	rapid.Check(t, func(t *rapid.T) {
		data := any.Draw(t, "entry")
		for f := range formats {
			content := formats[f].encode(data)
			got, lie, err := decode(formats[f].called(content), content)
			if err != nil || lie != nil || !bytes.Equal(got, data) {
				t.Errorf("%s: got %q, %v, %v from %q, want %q", Format(f), got, lie, err, content, data)
			}
		}
	})
}

// The longest entries are not too long for any format.
func TestFormatsHoldTheLongestEntry(t *testing.T) {
	data := make([]byte, MaxSize)
	for f := range formats {
		content := formats[f].encode(data)
		got, _, err := decode("", content)
		if err != nil || !bytes.Equal(got, data) || len(content) > maxFile {
			t.Errorf("%s: got %d bytes, %v, from %d", Format(f), len(got), err, len(content))
		}
	}
}
