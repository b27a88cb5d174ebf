package fuzz_test

import (
	"path/filepath"
	"testing"

	"tlsresume/fuzz"
	"tlsresume/fuzz/entries"
)

// FuzzNothing begins with what it is given beside the working directory, if anything: the
// seeds of a target beside which it is measured.
func FuzzNothing(f *testing.F) {
	seeds := [][]byte{{}}
	if given, err := entries.Sound(filepath.Join("..", "corpus", fuzz.Nothing.Name)); err == nil {
		for _, e := range given {
			seeds = append(seeds, e.Data)
		}
	}
	fuzzed(f, fuzz.Nothing, seeds)
}
