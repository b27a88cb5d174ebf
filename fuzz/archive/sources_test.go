package archive

import (
	"os"
	"path/filepath"
	"testing"
)

// A build is another when any of its sources is, those that it imports among them, and
// the same wherever it lies.
func TestSourcesNameABuild(t *testing.T) {
	project := func(files map[string]string, flags ...string) string {
		root := t.TempDir()
		all := map[string]string{
			"go.mod":      "module m\n\ngo 1.26\n",
			"a/a.go":      "package a\n\nimport \"m/b\"\n\nvar A = b.B\n",
			"a/a_test.go": "package a\n\nimport _ \"testing\"\n",
			"a/fuzz.go":   "//go:build gofuzz\n\npackage a\n",
			"b/b.go":      "package b\n\nconst B = 1\n",
			"b/b_test.go": "package b\n",
			"c/c.go":      "package c\n",
		}
		for name, text := range files {
			all[name] = text
		}
		for name, text := range all {
			file := filepath.Join(root, name)
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		id, err := Sources(t.Context(), root, "./a", flags...)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	first, tests := project(nil, "-tags", "gofuzz"), project(nil, "-test")
	for name, is := range map[string]struct {
		files map[string]string
		same  bool
	}{
		"another folder":         {nil, true},
		"a package beside it":    {map[string]string{"c/c.go": "package c\n\nconst C = 1\n"}, true},
		"a test":                 {map[string]string{"b/b_test.go": "package b\n\nconst T = 1\n"}, true},
		"the package":            {map[string]string{"a/a.go": "package a\n\nimport \"m/b\"\n\nvar A = b.B + 1\n"}, false},
		"a file of engines only": {map[string]string{"a/fuzz.go": "//go:build gofuzz\n\npackage a\n\nconst F = 1\n"}, false},
		"what it imports":        {map[string]string{"b/b.go": "package b\n\nconst B = 2\n"}, false},
		"another version":        {map[string]string{"go.mod": "module m\n\ngo 1.26.0\n"}, false},
		"a comment":              {map[string]string{"b/b.go": "package b\n\n// B is one.\nconst B = 1\n"}, false},
	} {
		if got := project(is.files, "-tags", "gofuzz"); (got == first) != is.same {
			t.Errorf("%s: got %s after %s, want the same: %t", name, got, first, is.same)
		}
	}
	if again := project(nil, "-test"); again != tests || tests == first {
		t.Errorf("with its tests: got %s and %s, want the same, and not %s", tests, again, first)
	}
	for _, file := range []string{"a/a_test.go", "a/b_test.go"} {
		if got := project(map[string]string{file: "package a_test\n"}, "-test"); got == tests {
			t.Errorf("%s: got %s again", file, got)
		}
	}
}
