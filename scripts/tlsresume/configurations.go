package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tlsresume/model/adversary"
	"tlsresume/model/check"
	"tlsresume/model/resume"
)

// A configuration is what the model can be asked to explore, of whatever package.
type configuration struct {
	name, shows string
	breaks      string // the invariant that it is there to break; empty if it is to hold
	deep        bool   // too large to be explored with the others
	bounds      string // those on the exploration, in words
	invariants  []string
	mistakes    func() []mistake // those of its model
	explore     func(context.Context, *mistake, check.Options) (found, error)
}

// A mistake is a defect of a model's ends, with the configuration where it is found.
type mistake struct{ name, breaks, config, requirement string }

// mistakes lists those of all models, each by name.
func mistakes() []mistake { return slices.Concat(mistakesOfResume(), mistakesOfAdversary()) }

func mistakesOfResume() (all []mistake) {
	for _, d := range resume.Defects() {
		all = append(all, mistake{d.Name, d.Breaks, d.Config, d.Requirement})
	}
	return all
}

func mistakesOfAdversary() (all []mistake) {
	for _, d := range adversary.Defects() {
		all = append(all, mistake{d.Name, d.Breaks, d.Config, d.Requirement})
	}
	return all
}

// mistakeNamed finds a defect of the model that a configuration is one of; of the
// first model that has it, if none is named.
func mistakeNamed(name, config string) (*mistake, error) {
	all := mistakes()
	if config != "" {
		c, err := configurationNamed(config)
		if err != nil {
			return nil, err
		}
		all = c.mistakes()
	}
	m, err := pick("defect", name, all, func(m mistake) string { return m.name })
	return &m, err
}

// defectOf is the defect of a model that a mistake is; nil if there is none.
func defectOf[D any](m *mistake, all []D, name func(D) string) *D {
	if m == nil {
		return nil
	}
	return &all[slices.IndexFunc(all, func(d D) bool { return name(d) == m.name })]
}

// found is what came of an exploration, with every path as a trace.
type found struct {
	check.Outcome
	broken []resume.Finding
	goals  []resume.Finding // those that were reached
	missed []string         // those that were not
}

// shows says whether an invariant was broken, or a goal that no state reaches.
func (f found) shows(name string) bool {
	return slices.ContainsFunc(f.broken, func(b resume.Finding) bool { return b.Name == name }) ||
		f.Complete && slices.Contains(f.missed, name)
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
	return configuration{
		name: c.Name, shows: c.Shows, breaks: c.Breaks, deep: c.Deep, bounds: boundsOf(c), invariants: c.Invariants(), mistakes: mistakesOfResume,
		explore: func(ctx context.Context, m *mistake, o check.Options) (found, error) {
			r, err := resume.Check(ctx, c, defectOf(m, resume.Defects(), func(d resume.Defect) string { return d.Name }), o)
			return found{Outcome: r.Result.Outcome, broken: r.Broken, goals: r.Goals, missed: r.Result.Missing()}, err
		},
	}
}

// boundsOf says how many connections there are, what a delivery is, and how often
// which other command may be given.
func boundsOf(c resume.Config) string {
	text := fmt.Sprintf("%d connections at a time", c.Live)
	if c.Dials > 0 {
		text += fmt.Sprintf(" and %d in all", c.Dials)
	}
	if c.Flights {
		text += ", flights whole"
	}
	var all []string
	for _, a := range c.Allows {
		times := "any number"
		if a.Times > 0 {
			times = strconv.Itoa(a.Times)
		}
		all = append(all, fmt.Sprintf("%s (%s)", a.Command, times))
	}
	return text + "; besides deliver: " + strings.Join(all, ", ")
}

func ofAdversary(c adversary.Config) configuration {
	return configuration{
		name: c.Name, shows: c.Shows, breaks: c.Breaks, bounds: adversary.Bounds, invariants: c.Invariants(), mistakes: mistakesOfAdversary,
		explore: func(ctx context.Context, m *mistake, o check.Options) (found, error) {
			r := adversary.Check(ctx, c, defectOf(m, adversary.Defects(), func(d adversary.Defect) string { return d.Name }), o)
			f := found{Outcome: r.Result.Outcome, missed: r.Result.Missing()}
			for _, b := range r.Broken {
				f.broken = append(f.broken, resume.Finding(b))
			}
			for _, g := range r.Goals {
				f.goals = append(f.goals, resume.Finding(g))
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
