package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tlsresume/fuzz"
)

// rooted goes to a project with nothing but a corpus for a target, of one entry.
func rooted(t *testing.T, target string) (entry string) {
	t.Helper()
	dir := t.TempDir()
	entry = filepath.Join(dir, "corpus", target, "entry")
	if err := os.MkdirAll(filepath.Dir(entry), 0o755); err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string]string{entry: "", filepath.Join(dir, "go.mod"): "module tlsresume\n"} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	return entry
}

// A corpus is read once for all seeds.
func TestCorpusIsReadOnce(t *testing.T) {
	entry := rooted(t, fuzz.Targets()[0].Name)
	probe := targets()[0]
	if err := probe.Run(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(entry); err != nil {
		t.Fatal(err)
	}
	if err := probe.Run(t.Context(), 2); err != nil {
		t.Errorf("got %v, want what was read for the seed before", err)
	}
}

// A corpus that cannot be read is told for every seed.
func TestUnreadableCorpusIsNoPass(t *testing.T) {
	name := fuzz.Targets()[0].Name
	entry := rooted(t, name)
	if err := os.Remove(entry); err != nil {
		t.Fatal(err)
	}
	wanted := func(want string) {
		t.Helper()
		probe := targets()[0]
		for seed := range uint64(2) {
			if err := probe.Run(t.Context(), seed); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("seed %d: got %v, want an error that says %q", seed, err, want)
			}
		}
	}
	wanted("corpus/" + name + ": got no entries")
	if err := os.Mkdir(entry, 0o755); err != nil {
		t.Fatal(err)
	}
	wanted(entry + ": got a folder")
}
