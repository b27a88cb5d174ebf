package main

import (
	"bytes"
	"io"
	"path/filepath"
	"testing"

	"tlsresume/fuzz"
	"tlsresume/fuzz/entries"
)

// What show prints of a whole corpus, add writes: entries that do the same.
func TestShownCorporaCanBeAdded(t *testing.T) {
	for _, target := range fuzz.Targets() {
		t.Run(target.Name, func(t *testing.T) {
			corpus, err := storedCorpus(target.Name)
			if err != nil {
				t.Fatal(err)
			}
			var shown bytes.Buffer
			if err := showEntries(&shown, io.Discard, target, []string{corpus}, false); err != nil {
				t.Fatal(err)
			}
			into := filepath.Join(t.TempDir(), "again")
			if err := addEntries(&shown, io.Discard, target, []string{"-"}, into); err != nil {
				t.Fatal(err)
			}
			all, _, err := entries.Read(corpus)
			if err != nil || len(all) == 0 {
				t.Fatalf("%s: got %d entries, %v", corpus, len(all), err)
			}
			for _, e := range all {
				data := target.Grammar.Join(target.Grammar.Split(e.Data))
				if _, fresh, err := (entries.Folder{Path: into}).Add(data); err != nil || fresh {
					t.Errorf("%s: was not shown and added: %v", e.File, err)
				}
			}
		})
	}
}
