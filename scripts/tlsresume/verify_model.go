package main

import (
	"context"
	"fmt"

	"tlsresume/model/check"
	"tlsresume/properties/conform"
)

// model explores the stock configurations.
func (v *verification) model(ctx context.Context) error {
	holding, breaking := tally{kind: v.kind("model")}, tally{kind: v.kind("model")}
	for _, c := range configurations() {
		if c.deep {
			continue
		}
		t := &holding
		if c.breaks != "" {
			t = &breaking
		}
		x, err := job{config: c}.explore(ctx, check.Limits{}, v.talk)
		if err != nil {
			return err
		}
		if x.interrupted() {
			return context.Canceled // what was interrupted has no verdict
		}
		for _, g := range x.goals {
			v.witnesses = append(v.witnesses, g.Trace)
		}
		t.count(x)
		detail := fmt.Sprintf("%d states, %d transitions, depth %d, ", x.States, x.Transitions, x.Depth)
		if c.breaks == "" {
			detail += fmt.Sprintf("%d of %d goals, %d invariants, missed %.0e", len(x.goals), len(x.goals)+len(x.missed), len(c.invariants), x.Missed)
		}
		if x.Limit.Name != "" {
			detail += "stopped at a limit: " + x.Limit.String()
		}
		if x.Verdict == check.Broken && x.asExpected() {
			t.add(c.name, check.Holds, detail+"breaks "+c.breaks+", as it is there to")
			continue
		}
		replays, err := recordBroken(x)
		if err != nil {
			return err
		}
		verdict := x.Verdict
		if c.breaks != "" && verdict == check.Holds {
			verdict, detail = check.Broken, detail+"does not break "+c.breaks
		}
		t.add(c.name, verdict, detail, replays...)
	}
	holding.sum("worlds that are to hold", holding.String())
	breaking.sum("worlds that are to break", breaking.String())
	return nil
}

// A tally adds up explorations of a kind.
type tally struct {
	*kind
	states, transitions int64
	goals               int
	missed              float64
}

func (t *tally) count(x exploration) {
	t.states += x.States
	t.transitions += x.Transitions
	t.goals += len(x.goals)
	t.missed += x.Missed
}

// String is what has been explored, in all.
func (t *tally) String() string {
	return fmt.Sprintf(": %d states, %d transitions, %d goals reached, missed %.0e", t.states, t.transitions, t.goals, t.missed)
}

// recordBroken writes the counterexamples down before they are reported.
func recordBroken(x exploration) (replays []string, err error) {
	for _, f := range x.broken {
		replay, err := conform.Record(x.file(f.Name), f.Trace)
		if err != nil {
			return nil, err
		}
		replays = append(replays, replay)
	}
	return replays, nil
}
