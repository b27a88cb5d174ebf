package main

import (
	"context"
	"fmt"

	"tlsresume/model/adversary"
	"tlsresume/model/check"
	"tlsresume/model/resume"
)

// A configuration is what the model can be asked to explore, of whatever package.
type configuration struct {
	name, shows string
	breaks      string // the invariant that it is there to break; empty if it is to hold
	deep        bool   // too large to be explored with the others
	invariants  []string
	explore     func(context.Context, *resume.Defect, check.Options) (found, error)
}

// found is what came of an exploration, with every path as a trace.
type found struct {
	check.Outcome
	broken []resume.Finding
	goals  []resume.Finding // those that were reached
	missed []string         // those that were not
}

// configurations lists all of them, those of each package by name.
func configurations() []configuration {
	var all []configuration
	for _, c := range resume.Configs() {
		all = append(all, ofResume(c))
	}
	for _, c := range adversary.Configs() {
		all = append(all, ofAdversary(c))
	}
	return all
}

func ofResume(c resume.Config) configuration {
	var invariants []string
	for _, i := range resume.Invariants() {
		invariants = append(invariants, i.Name)
	}
	return configuration{
		name: c.Name, shows: c.Shows, breaks: c.Breaks, deep: c.Deep, invariants: invariants,
		explore: func(ctx context.Context, d *resume.Defect, o check.Options) (found, error) {
			r, err := resume.Check(ctx, c, d, o)
			f := found{Outcome: r.Result.Outcome, broken: r.Broken, goals: r.Goals}
			for _, g := range r.Result.Goals {
				if !g.Reached {
					f.missed = append(f.missed, g.Name)
				}
			}
			return f, err
		},
	}
}

func ofAdversary(c adversary.Config) configuration {
	return configuration{
		name: c.Name, shows: c.Shows, breaks: c.Breaks, invariants: c.Invariants(),
		explore: func(ctx context.Context, d *resume.Defect, o check.Options) (found, error) {
			if d != nil {
				return found{}, usage(fmt.Errorf("got the defect %s with the configuration %s, want it with %s", d.Name, c.Name, d.Config))
			}
			r := adversary.Check(ctx, c, nil, o)
			f := found{Outcome: r.Result.Outcome}
			for _, b := range r.Broken {
				f.broken = append(f.broken, resume.Finding(b))
			}
			for _, g := range r.Goals {
				f.goals = append(f.goals, resume.Finding(g))
			}
			for _, g := range r.Result.Goals {
				if !g.Reached {
					f.missed = append(f.missed, g.Name)
				}
			}
			return f, r.Result.Err
		},
	}
}

// expected says whether the exploration found what the configuration is there to
// show.
func (c configuration) expected(f found) bool {
	if c.breaks == "" {
		return f.Verdict == check.Holds
	}
	return len(f.broken) == 1 && f.broken[0].Name == c.breaks
}

// expectation says in a word or two what is expected, with the exit code of
// check --config.
func (c configuration) expectation() string {
	expect := "holds, exit 0"
	if c.breaks != "" {
		expect = "breaks " + c.breaks + ", exit 1"
	}
	if c.deep {
		expect += ", deep"
	}
	return expect
}
