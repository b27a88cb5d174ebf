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
	"tlsresume/traces"
)

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
