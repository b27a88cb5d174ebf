package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"tlsresume/fuzz"
	"tlsresume/properties/matrix"
)

// targets are the bodies of the fuzz targets, each over its corpus and, as the seed has
// it, over a changed entry of it: blindly, where a campaign is guided. A corpus is read
// once for all seeds.
func targets() (all []matrix.Probe) {
	for _, t := range fuzz.Targets() {
		entries := sync.OnceValues(func() ([][]byte, error) { return corpus(t.Name) })
		all = append(all, matrix.Probe{Check: "fuzz/" + t.Name, Run: func(_ context.Context, seed uint64) error {
			entries, err := entries()
			if err != nil {
				return err
			}
			random := rand.New(rand.NewPCG(seed, 0))
			for _, entry := range entries {
				t.Body(slices.Clone(entry)) // which the next seed has, too
				t.Body(changed(random, entry))
			}
			return nil
		}})
	}
	return all
}

// corpus reads the entries of a target, in the order of their names.
func corpus(target string) (entries [][]byte, err error) {
	root, err := projectRoot()
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(root, "corpus", target, "*"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("corpus/%s: got no entries: %v", target, err)
	}
	for _, file := range files {
		entry, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		entries = append(entries, entry)
	}
	return entries, nil
}

// changed is an entry of which some bytes are others, were left out or put in.
func changed(random *rand.Rand, entry []byte) []byte {
	data := slices.Clone(entry)
	for range 1 + random.IntN(4) {
		at, b := random.IntN(len(data)+1), byte(random.IntN(256))
		switch {
		case at == len(data) || random.IntN(3) == 0:
			data = slices.Insert(data, at, b)
		case random.IntN(2) == 0:
			data = slices.Delete(data, at, at+1)
		default:
			data[at] = b
		}
	}
	return data
}
