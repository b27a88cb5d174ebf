package main

import (
	"context"
	"fmt"
	"strings"

	"tlsresume/model/check"
	"tlsresume/properties/matrix"
)

// probeSeeds is how many seeds each probe is run with.
const probeSeeds = 20

// probes runs the checks that need no script: of the codecs, of what must be
// linearizable, and the bodies of the fuzz targets over their corpora.
func (v *verification) probes(ctx context.Context) error {
	_, err := v.probe(ctx, v.seed, probeSeeds, true)
	return err
}

// probe runs every probe with as many seeds, and adds lines: of those that find something
// in any case, and of sums if they are to be shown. It returns how many runs there were.
func (v *verification) probe(ctx context.Context, seed uint64, seeds int, sums bool) (runs int, err error) {
	for _, layer := range layers() {
		rows := make([]matrix.Row, len(layer.probes))
		err := crew{layer.name + " properties", v.talk}.do(ctx, len(rows), func(ctx context.Context, i int) error {
			return rows[i].Probe(ctx, layer.probes[i:i+1], seed, seeds)
		})
		if err != nil {
			return runs, err
		}
		well, layerRuns := 0, 0
		for i, r := range rows {
			layerRuns += r.Probes
			switch {
			case len(r.Findings) > 0:
			case len(r.Unknown) > 0:
				v.add("properties", layer.probes[i].Check, check.Inconclusive, strings.Join(r.Unknown, "; "))
				continue
			default:
				well++
				v.keep("properties", layer.probes[i].Check, check.Holds, fmt.Sprintf("%d runs, seeds from %d", r.Probes, seed))
				continue
			}
			f := r.Findings[0]
			v.add("properties", f.Check, check.Broken, fmt.Sprintf("%s: %s", f.Where, f.Why))
		}
		if runs += layerRuns; sums {
			v.sum("properties", "of "+layer.name, well, len(rows), fmt.Sprintf(" hold, in %d runs, seeds from %d", layerRuns, seed))
		}
	}
	return runs, nil
}
