package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"tlsresume/model/check"
	"tlsresume/properties/matrix"
)

// probeSeeds is how many seeds each probe is run with.
const probeSeeds = 20

// probes runs the checks that need no script: of the codecs, of what must be
// linearizable, and the bodies of the fuzz targets over their corpora.
func (v *verification) probes(ctx context.Context) error {
	for _, l := range layers() {
		all, err := l.probed(ctx, v.talk, v.seed)
		if err != nil {
			return err
		}
		k, runs := v.kind("properties"), 0
		for _, p := range all {
			runs += p.runs
			k.add(p.check, p.verdict, p.detail)
		}
		k.sum("of "+l.name, fmt.Sprintf(" hold, in %d runs, seeds from %d", runs, v.seed))
	}
	return nil
}

// A probed is what a probe came to.
type probed struct {
	check   string
	runs    int
	verdict check.Verdict
	detail  string
}

// probed runs the probes of a layer, each with probeSeeds from one on.
func (l layer) probed(ctx context.Context, talk io.Writer, seed uint64) ([]probed, error) {
	all := make([]probed, len(l.probes))
	err := crew{l.name, talk}.do(ctx, len(all), func(i int) error {
		var r matrix.Row
		err := r.Probe(ctx, l.probes[i:i+1], seed, probeSeeds)
		p := probed{l.probes[i].Check, r.Probes, tried(r.Probes), fmt.Sprintf("%d runs, seeds from %d", r.Probes, seed)}
		switch {
		case len(r.Findings) > 0:
			p.verdict, p.detail = check.Broken, r.Findings[0].Where+": "+r.Findings[0].Why
		case len(r.Unknown) > 0:
			p.verdict, p.detail = check.Inconclusive, strings.Join(r.Unknown, "; ")
		}
		all[i] = p
		return err
	})
	return all, err
}
