package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"

	"tlsresume/model/check"
	"tlsresume/properties/matrix"
)

// However many rounds there are, what holds is kept in sums alone; what does not is kept
// round by round, and ends them if something is broken.
func TestRoundsKeepWhatDoesNotHold(t *testing.T) {
	const last = 9
	at := func(bad uint64, err error) func(context.Context, uint64) error {
		return func(_ context.Context, seed uint64) error {
			if seed == bad*probeSeeds {
				return err
			}
			return nil
		}
	}
	several := []layer{
		{"many that hold", slices.Repeat([]matrix.Probe{{Check: "well", Run: at(0, nil)}}, 100)},
		{"others", []matrix.Probe{
			{Check: "slow", Run: at(4, fmt.Errorf("%w: slow", matrix.ErrUnknown))},
			{Check: "bad", Run: at(last, errors.New("bad"))},
		}},
	}
	v := &verification{out: io.Discard, talk: io.Discard, verifyOptions: verifyOptions{runs: 2}}
	var all tries
	for v.seed = 1; ; v.seed++ {
		found, err := v.round(t.Context(), several, &all)
		if err != nil || found != (v.seed == last) {
			t.Fatalf("round %d: got %v, %v, want that round %d finds something", v.seed, found, err, last)
		}
		want := []check.Verdict{check.Inconclusive, check.Broken}
		switch {
		case v.seed < 4:
			want = nil
		case v.seed < last:
			want = want[:1]
		}
		var got []check.Verdict
		for _, l := range v.lines {
			got = append(got, l.Verdict)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("round %d: got the lines %v, want %v", v.seed, v.lines, want)
		}
		if found {
			break
		}
	}
	if probes := last*102*probeSeeds - (probeSeeds - 1); all.rounds != last || all.runs != 2*last || all.events == 0 || all.probes != probes {
		t.Errorf("got %+v, want %d rounds, 2 runs in each, their events, and %d probes", all, last, probes)
	}
}
