package resume

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"tlsresume/traces"
)

func read(t *testing.T, path string) *traces.Trace {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	trace, err := traces.Parse(path, text)
	if err != nil {
		t.Fatal(err)
	}
	return trace
}

func replays(t *testing.T, want *traces.Trace) {
	t.Helper()
	got, err := traces.Run(context.Background(), Open, want)
	if err != nil {
		t.Fatal(err)
	}
	if d := traces.Diff(want, got); d != nil {
		t.Error(d)
	}
}

func TestTheModelReproducesTheFigures(t *testing.T) {
	paths, err := filepath.Glob("../../traces/figures/*.trace")
	if err != nil || len(paths) < 9 {
		t.Fatalf("got %d figures, %v, want at least 9", len(paths), err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) { replays(t, read(t, path)) })
	}
}
