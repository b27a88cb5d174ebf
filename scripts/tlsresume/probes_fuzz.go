package main

import (
	"context"
	"slices"
	"sync"

	"tlsresume/fuzz"
	"tlsresume/fuzz/proof"
	"tlsresume/properties/matrix"
)

// targets are the bodies of the fuzz targets, each over its corpus and, as the seed has
// it, over as many changed entries of it: blindly, where a campaign is guided. A corpus is
// read once for all seeds.
func targets() (all []matrix.Probe) {
	for _, t := range fuzz.Targets() {
		corpus := sync.OnceValues(func() ([][]byte, error) {
			root, err := projectRoot()
			if err != nil {
				return nil, err
			}
			return proof.Seeds(root, t.Name)
		})
		all = append(all, matrix.Probe{Check: "fuzz/" + t.Name, Run: func(_ context.Context, seed uint64) error {
			entries, err := corpus()
			if err != nil {
				return err
			}
			left := 2 * len(entries)
			for data := range proof.Blind(entries, seed) {
				t.Body(slices.Clone(data)) // which the next seed has, too
				if left--; left == 0 {
					break
				}
			}
			return nil
		}})
	}
	return all
}
