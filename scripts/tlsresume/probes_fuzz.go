package main

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"

	"tlsresume/fuzz"
	"tlsresume/fuzz/entries"
	"tlsresume/properties/matrix"
)

// targets are the bodies of the fuzz targets, each over its corpus and, as the seed has
// it, over a changed entry of it: blindly, where a campaign is guided. A corpus is read
// once for all seeds.
func targets() (all []matrix.Probe) {
	for _, t := range fuzz.Targets() {
		corpus := sync.OnceValues(func() ([]entries.Entry, error) {
			path, err := storedCorpus(t.Name)
			if err != nil {
				return nil, err
			}
			return entries.Sound(path)
		})
		all = append(all, matrix.Probe{Check: "fuzz/" + t.Name, Run: func(_ context.Context, seed uint64) error {
			all, err := corpus()
			if err != nil {
				return err
			}
			random := rand.New(rand.NewPCG(seed, 0))
			for _, e := range all {
				t.Body(slices.Clone(e.Data)) // which the next seed has, too
				t.Body(changed(random, e.Data))
			}
			return nil
		}})
	}
	return all
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
