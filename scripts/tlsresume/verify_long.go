package main

import (
	"context"
	"fmt"
	"time"

	"tlsresume/properties/conform"
)

// goOn tries what was not tried yet, round by round, until the time is up: each round has
// the next seed, and there is one however short the time. What was found ends it.
func (v *verification) goOn(ctx context.Context) error {
	if v.long == 0 {
		return nil
	}
	until := time.Now().Add(v.long)
	first := v.seed
	rounds, runs, events, probes := 0, 0, 0, 0
	defer func() { v.seed = first }()
	for rounds == 0 || time.Now().Before(until) {
		v.seed++
		f, err := v.followAll(ctx, "code to model", scripts(v.seed, v.runs), conform.Follow)
		if err != nil {
			return err
		}
		if f == nil {
			return nil // it has been added
		}
		n, found, err := v.probe(ctx, v.seed*probeSeeds, probeSeeds, false)
		if err != nil || found {
			return err // what was found has been added
		}
		rounds, runs, events, probes = rounds+1, runs+f.runs, events+f.events, probes+n
		fmt.Fprintf(v.talk, "long: %d rounds, %d runs, %d events, %d probes, %v left\n", rounds, runs, events, probes, time.Until(until).Round(time.Second))
	}
	v.add("long", "code to model, and probes", tried(runs), fmt.Sprintf(
		"%d runs, %d events, %d probes, seeds %d to %d, --runs %d", runs, events, probes, first+1, v.seed, v.runs))
	return nil
}
