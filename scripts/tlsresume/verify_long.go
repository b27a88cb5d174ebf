package main

import (
	"context"
	"fmt"
	"time"

	"tlsresume/model/check"
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
	defer func() { v.seed = first }()
	var all tries
	probes := layers()
	for all.rounds == 0 || time.Now().Before(until) {
		v.seed++
		found, err := v.round(ctx, probes, &all)
		if err != nil || found {
			return err // what was found has been added
		}
		fmt.Fprintf(v.talk, "long: %d rounds, %v, %v left\n", all.rounds, all, time.Until(until).Round(time.Second))
	}
	v.add("long", "code to model, and probes", tried(all.runs), fmt.Sprintf(
		"%v, seeds %d to %d, --runs %d", all, first+1, v.seed, v.runs))
	return nil
}

// tries are how much was tried, in all rounds.
type tries struct{ rounds, runs, events, probes int }

func (t tries) String() string {
	return fmt.Sprintf("%d runs, %d events, %d probes", t.runs, t.events, t.probes)
}

// round tries scripts and probes with the seed that v has, and reports whether something
// was found. Rounds go on for hours: of what holds the sums stay, and no lines.
func (v *verification) round(ctx context.Context, layers []layer, all *tries) (found bool, err error) {
	f, err := v.followAll(ctx, "code to model", scripts(v.seed, v.runs), conform.Follow)
	if err != nil || f == nil {
		return true, err
	}
	all.rounds, all.runs, all.events = all.rounds+1, all.runs+f.runs, all.events+f.events
	for _, l := range layers {
		probed, err := l.probed(ctx, v.talk, v.seed*probeSeeds)
		if err != nil {
			return found, err
		}
		for _, p := range probed {
			all.probes += p.runs
			if p.verdict != check.Holds {
				v.add("properties", p.check, p.verdict, p.detail)
			}
			found = found || p.verdict == check.Broken
		}
	}
	return found, nil
}
