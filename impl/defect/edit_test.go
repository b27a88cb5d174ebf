package defect

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

func TestEdited(t *testing.T) {
	source := fstest.MapFS{
		"a.go":   {Data: []byte("one two two")},
		"b/b.go": {Data: []byte("three")},
	}
	for _, c := range []struct {
		edits []Edit
		want  map[string]string
		err   string
	}{
		{nil, map[string]string{}, ""},
		{[]Edit{{"a.go", "one", "1"}, {"b/b.go", "three", "3"}}, map[string]string{"a.go": "1 two two", "b/b.go": "3"}, ""},
		{[]Edit{{"a.go", "one two", "1"}, {"a.go", "two", "2"}}, map[string]string{"a.go": "1 2"}, ""},
		{[]Edit{{"a.go", "three", "3"}}, nil, `a.go: got "three" 0 times, want it once`},
		{[]Edit{{"a.go", "two", "2"}}, nil, `a.go: got "two" 2 times, want it once`},
		{[]Edit{{"a.go", "one", "two"}, {"a.go", "one", "1"}}, nil, `a.go: got "one" 0 times, want it once`},
		{[]Edit{{"a.go", "one", "one"}}, nil, "want it once, and something else instead"},
		{[]Edit{{"c.go", "one", "1"}}, nil, "c.go: file does not exist"},
	} {
		got, err := Edited(source, c.edits)
		if (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%v: got %v, want %s", c.edits, err, c.err)
		}
		if len(got) != len(c.want) {
			t.Errorf("%v: got %d files, want %d", c.edits, len(got), len(c.want))
		}
		for file, want := range c.want {
			if string(got[file]) != want {
				t.Errorf("%v: got %s of %q, want %q", c.edits, file, got[file], want)
			}
		}
	}
	if string(source["a.go"].Data) != "one two two" {
		t.Errorf("got %q, want the source as it was", source["a.go"].Data)
	}
}

// The edits of the catalogue change the one place that they mean.
func TestEditsFit(t *testing.T) {
	source := os.DirFS("../..")
	for _, d := range All() {
		if _, err := Edited(source, d.Edits); err != nil {
			t.Errorf("%s: %v", d.Name, err)
		}
	}
}
