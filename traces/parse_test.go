package traces

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// stored lists every trace of the repository.
func stored(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*/*.trace")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stored traces: %v", err)
	}
	return files
}

func TestStoredTracesHaveOneSpelling(t *testing.T) {
	for _, file := range stored(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		trace, err := Parse(file, text)
		if err != nil {
			t.Error(err)
			continue
		}
		if got := Format(trace); !bytes.Equal(got, text) {
			t.Errorf("%s: parse then print is another text", file)
		}
	}
}
