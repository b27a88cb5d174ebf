package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"

	"tlsresume/impl/defect"
	"tlsresume/model/check"
	"tlsresume/properties"
	"tlsresume/properties/conform"
	"tlsresume/properties/matrix"
	"tlsresume/traces"
)

// model explores the stock configurations.
func (v *verification) model(ctx context.Context) error {
	var holding, breaking tally
	for _, c := range configurations() {
		if c.deep {
			continue
		}
		kind := &holding
		if c.breaks != "" {
			kind = &breaking
		}
		x, err := job{config: c}.explore(ctx, check.Limits{}, v.talk)
		if err != nil {
			return err
		}
		if x.interrupted() {
			return context.Canceled // what was interrupted has no verdict
		}
		for _, g := range x.goals {
			if g.Trace.Header.Adversary == "" { // the implementation has no adversary
				v.witnesses = append(v.witnesses, g.Trace)
			}
		}
		kind.count(x)
		detail := fmt.Sprintf("%d states, %d transitions, depth %d, ", x.States, x.Transitions, x.Depth)
		if c.breaks == "" {
			detail += fmt.Sprintf("%d of %d goals, %d invariants, missed %.0e", len(x.goals), len(x.goals)+len(x.missed), len(c.invariants), x.Missed)
		}
		if x.Limit.Name != "" {
			detail += "stopped at a limit: " + x.Limit.String()
		}
		if x.Verdict == check.Broken && x.asExpected() {
			v.addOne("model", c.name, check.Holds, detail+"breaks "+c.breaks+", as it is there to")
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
		v.addOne("model", c.name, verdict, detail, replays...)
	}
	v.sum("model", "worlds that are to hold", holding.well, holding.all, holding.String())
	v.sum("model", "worlds that are to break", breaking.well, breaking.all, breaking.String())
	return nil
}

// A tally adds up explorations of a kind.
type tally struct {
	well, all           int // as expected
	states, transitions int64
	goals               int
	missed              float64
}

func (t *tally) count(x exploration) {
	t.all++
	if x.asExpected() {
		t.well++
	}
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

// traces replays every stored trace on model and implementation.
func (v *verification) traces(ctx context.Context) error {
	for _, name := range []string{"impl", "model"} {
		systems, err := conform.Named([]string{name})
		if err != nil {
			return err
		}
		verdict, same := check.Holds, 0
		var replays, lacks []string
		for _, f := range v.stored {
			j := conform.Judge(ctx, f.name, f.trace, systems[0])
			if ctx.Err() != nil {
				return ctx.Err() // what was interrupted is no finding
			}
			switch j.Verdict {
			case conform.Same:
				same++
				continue
			case conform.Cannot:
				lacks = append(lacks, strings.Join(j.Reasons, "; "))
				continue
			}
			verdict = check.Broken
			replays = append(replays, "go tool tlsresume replay --on "+name+" "+f.name)
		}
		v.add("traces", "on "+name, verdict, fmt.Sprintf("%d of %d traces give the same events", same, len(v.stored)), replays...)
		v.addLacks("traces", "on "+name, lacks, len(v.stored))
	}
	return nil
}

// conformance plays the model's paths on the implementation, and follows the
// implementation's runs with the model.
func (v *verification) conformance(ctx context.Context) error {
	if _, err := v.follow(ctx, "model to code", v.witnesses, ""); err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(v.seed, 0))
	var scripts []*traces.Trace
	for range v.runs {
		scripts = append(scripts, conform.Script(random.IntN, 40))
	}
	occurs, err := v.follow(ctx, "code to model", scripts, fmt.Sprintf(", seed %d", v.seed))
	if err != nil || occurs == nil {
		return err
	}
	for _, p := range properties.All() {
		verdict := check.Holds
		if occurs[p.Name] == 0 {
			verdict = check.Inconclusive
		}
		v.add("properties", p.Name, verdict, fmt.Sprintf("its situation occurs in %d of %d runs", occurs[p.Name], len(scripts)))
	}
	return nil
}

// follow plays scripts on both. It returns in how many of them the situation of
// each property occurs, or nil when the two parted.
func (v *verification) follow(ctx context.Context, what string, scripts []*traces.Trace, bounds string) (map[string]int, error) {
	events, occurs := 0, map[string]int{}
	var lacks []string
	for i, script := range scripts {
		got, err := conform.Follow(ctx, script)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err() // what was interrupted is no finding
		case errors.Is(err, traces.ErrCannot):
			lacks = append(lacks, err.Error())
			continue
		case err != nil:
			return nil, v.parted(ctx, what, i, script)
		}
		run := properties.NewRun(got)
		for _, p := range properties.All() {
			if p.Occurs(run) {
				occurs[p.Name]++
			}
		}
		for _, s := range got.Steps {
			events += len(s.Events)
		}
	}
	v.add("conformance", what, check.Holds, fmt.Sprintf("%d runs, %d events%s", len(scripts)-len(lacks), events, bounds))
	v.addLacks("conformance", what, lacks, len(scripts))
	return occurs, nil
}

// parted reports a run on which the two parted. It is on disk before it is made
// as short as it gets, and again when it is.
func (v *verification) parted(ctx context.Context, what string, i int, script *traces.Trace) error {
	name := fmt.Sprintf("%s-%d-%d", strings.ReplaceAll(what, " ", "-"), v.seed, i)
	if _, err := conform.Record(name, script); err != nil {
		return err
	}
	short := conform.Shrink(script, func(t *traces.Trace) bool {
		_, err := conform.Follow(ctx, t)
		return err != nil && ctx.Err() == nil && !errors.Is(err, traces.ErrCannot)
	})
	got, err := conform.Follow(ctx, short)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	replay, failed := conform.Record(name, conform.Answered(short, got))
	if failed != nil {
		return failed
	}
	v.add("conformance", what, check.Broken, err.Error(), replay)
	return nil
}

// defects shows that every defect is found, in the model and in the
// implementation.
func (v *verification) defects(ctx context.Context) error {
	var found tally
	for _, m := range mistakes() {
		if err := v.modelDefect(ctx, m, &found); err != nil {
			return err
		}
	}
	v.sum("defects", "of the model", found.well, found.all, fmt.Sprintf(" are found, in %d states", found.states))
	b, err := matrix.NewBench(ctx, v.root, v.seed, defectCases, 0)
	if err != nil {
		return err
	}
	for _, d := range defect.All() {
		if d.Grade() == defect.Overlay {
			continue // tlsresume defects --full
		}
		if err := v.implDefect(ctx, b, d); err != nil {
			return err
		}
	}
	return nil
}

// defectCases is how many random scripts a defect of the implementation is tried against,
// behind the stored traces.
const defectCases = 200

func (v *verification) modelDefect(ctx context.Context, m mistake, kind *tally) error {
	c, err := configurationNamed(m.config)
	if err != nil {
		return err
	}
	x, err := job{c, &m}.explore(ctx, check.Limits{}, v.talk)
	if err != nil {
		return err
	}
	verdict, detail := check.Broken, fmt.Sprintf("%s does not find it in %d states", m.breaks, x.States)
	if x.shows(m.breaks) {
		verdict, detail = check.Holds, fmt.Sprintf("%s is not reached in any of %d states", m.breaks, x.States)
	}
	for _, f := range x.broken {
		if f.Name == m.breaks {
			detail = fmt.Sprintf("%s finds it in %d states, in %d commands", f.Name, x.States, len(f.Trace.Steps))
		}
	}
	kind.count(x)
	v.addOne("defects", "model "+m.name, verdict, detail)
	return nil
}

func (v *verification) implDefect(ctx context.Context, b *matrix.Bench, d defect.Defect) error {
	r, err := b.Try(ctx, d, true)
	if err != nil {
		return err
	}
	verdict, detail := check.Holds, ""
	for _, f := range r.Findings {
		detail += fmt.Sprintf("%s finds it in case %d, ", f.Check, f.Cases)
	}
	if err := r.Err(matrix.Killers(d)); err != nil {
		verdict, detail = check.Broken, err.Error()
	}
	v.add("defects", "impl "+d.Name, verdict, strings.TrimSuffix(detail, ", "))
	return nil
}
