package fuzz_test

import (
	"os"
	"path/filepath"
	"testing"

	"tlsresume/fuzz"
)

func FuzzNewSessionTicket(f *testing.F) { native(f, "NewSessionTicket") }

// native runs a target under the engine of the go command, on the one corpus that
// all engines read.
func native(f *testing.F, name string) {
	t, err := fuzz.Named(name)
	if err != nil {
		f.Fatal(err)
	}
	if err := fuzz.Plant(os.Getenv(fuzz.DefectVariable)); err != nil {
		f.Fatal(err)
	}
	for _, entry := range corpus(f, name) {
		f.Add(entry)
	}
	f.Fuzz(func(_ *testing.T, data []byte) { t.Body(data) })
}

// corpus reads the entries of a target.
func corpus(t testing.TB, name string) [][]byte {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "corpus", name, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("corpus/%s: got no entries: %v", name, err)
	}
	var entries [][]byte
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, data)
	}
	return entries
}
