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
	_, _, err := v.probe(ctx, v.seed, probeSeeds, true)
	return err
}

// probe runs every probe with as many seeds, and adds lines: of those that find something
// in any case, and of sums if they are to be shown. It returns how many runs there were, and
// whether something was found.
func (v *verification) probe(ctx context.Context, seed uint64, seeds int, sums bool) (runs int, found bool, err error) {
	for _, layer := range layers() {
		rows := make([]matrix.Row, len(layer.probes))
		err := crew{layer.name, v.talk, layer.hands}.do(ctx, len(rows), func(i int) error {
			return rows[i].Probe(ctx, layer.probes[i:i+1], seed, seeds)
		})
		if err != nil {
			return runs, found, err
		}
		k, ofLayer := v.kind("properties"), 0
		for i, r := range rows {
			ofLayer += r.Probes
			verdict, detail := tried(r.Probes), fmt.Sprintf("%d runs, seeds from %d", r.Probes, seed)
			switch {
			case len(r.Findings) > 0:
				found = true
				verdict, detail = check.Broken, r.Findings[0].Where+": "+r.Findings[0].Why
			case len(r.Unknown) > 0:
				verdict, detail = check.Inconclusive, strings.Join(r.Unknown, "; ")
			}
			k.add(layer.probes[i].Check, verdict, detail)
		}
		if runs += ofLayer; sums {
			k.sum("of "+layer.name, fmt.Sprintf(" hold, in %d runs, seeds from %d", ofLayer, seed))
		}
	}
	return runs, found, nil
}
