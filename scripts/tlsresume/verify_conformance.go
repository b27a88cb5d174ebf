package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"

	"tlsresume/model/check"
	"tlsresume/properties"
	"tlsresume/properties/conform"
	"tlsresume/properties/matrix"
	"tlsresume/traces"
)

// conformance plays the model's paths on the implementation, and follows the
// implementation's runs with the model.
func (v *verification) conformance(ctx context.Context) error {
	if _, err := v.follow(ctx, "model to code", v.witnesses, ""); err != nil {
		return err
	}
	followed, err := v.follow(ctx, "code to model", scripts(v.seed, v.runs), fmt.Sprintf(", seed %d", v.seed))
	if err != nil || followed == nil {
		return err
	}
	v.properties(followed)
	return nil
}

// scripts are the random ones of a seed.
func scripts(seed uint64, n int) []*traces.Trace {
	random := rand.New(rand.NewPCG(seed, 0))
	all := make([]*traces.Trace, n)
	for i := range all {
		all[i] = conform.Script(random.IntN, matrix.Commands)
	}
	return all
}

// A following sums up runs that the model followed.
type following struct {
	runs, events int
	occurs       map[string]int // in how many of them the situation of each property occurs
	lacks        []string       // why others could not be played
}

// properties says of each property whether its situation occurs: none was broken, or the
// runs would not have been followed.
func (v *verification) properties(f *following) {
	well, least := 0, f.runs
	for _, p := range properties.All() {
		verdict := check.Holds
		if f.occurs[p.Name] == 0 {
			verdict = check.Inconclusive
		} else {
			well++
		}
		least = min(least, f.occurs[p.Name])
		v.addOne("properties", p.Name, verdict, fmt.Sprintf("its situation occurs in %d of %d runs", f.occurs[p.Name], f.runs))
	}
	v.sum("properties", "of all runs", well, len(properties.All()), fmt.Sprintf(" hold, each in at least %d runs with its situation", least))
}

// A played is what came of one script.
type played struct {
	events int
	occurs []string
	err    error
}

// play plays a script on both.
func play(ctx context.Context, script *traces.Trace) (p played) {
	got, err := conform.Follow(ctx, script)
	if err != nil {
		return played{err: err}
	}
	run := properties.NewRun(got)
	for _, each := range properties.All() {
		if each.Occurs(run) {
			p.occurs = append(p.occurs, each.Name)
		}
	}
	for _, s := range got.Steps {
		p.events += len(s.Events)
	}
	return p
}

// follow plays scripts on both, and adds a line. It returns nil when the two parted.
func (v *verification) follow(ctx context.Context, what string, scripts []*traces.Trace, bounds string) (*following, error) {
	f, err := v.followAll(ctx, what, scripts)
	if err != nil || f == nil {
		return nil, err
	}
	v.add("conformance", what, check.Holds, fmt.Sprintf("%d runs, %d events%s", f.runs, f.events, bounds))
	v.addLacks("conformance", what, f.lacks, len(scripts))
	return f, nil
}

// followAll plays scripts on both. It reports the first on which the two parted, and
// returns nil then.
func (v *verification) followAll(ctx context.Context, what string, scripts []*traces.Trace) (*following, error) {
	all := make([]played, len(scripts))
	err := crew{what + ": runs", v.talk}.do(ctx, len(scripts), func(ctx context.Context, i int) error {
		all[i] = play(ctx, scripts[i])
		return nil
	})
	if err != nil {
		return nil, err // what was interrupted is no finding
	}
	f := &following{occurs: map[string]int{}}
	for i, p := range all {
		switch {
		case errors.Is(p.err, traces.ErrCannot):
			f.lacks = append(f.lacks, p.err.Error())
			continue
		case p.err != nil:
			return nil, v.parted(ctx, what, i, scripts[i])
		}
		f.runs++
		f.events += p.events
		for _, name := range p.occurs {
			f.occurs[name]++
		}
	}
	return f, nil
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
