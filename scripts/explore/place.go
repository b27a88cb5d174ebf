package explore

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tlsresume/model/resume"
	"tlsresume/traces"
)

// place goes the path, to its end, and says what it is like where it is shown.
func (p *path) place(ctx context.Context) (*place, error) {
	w, err := p.start(ctx)
	if err != nil {
		return nil, err
	}
	here := &place{At: p.at, Ways: p.ways(), World: strings.TrimSpace(string(traces.Format(&traces.Trace{Header: p.world.header})))}
	if p.at == 0 {
		here.look(p, w)
	}
	last := here.line(p, w, 0, nil)
	got := &traces.Trace{}
	for i, c := range p.steps {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var before []resume.Part
		if i+1 == p.at {
			before = w.Parts()
		}
		events, err := p.do(ctx, w, i)
		if err != nil {
			return nil, err
		}
		got.Steps = append(got.Steps, traces.Step{Command: c, Events: events})
		if i+1 == p.at {
			here.look(p, w)
			here.Command, here.Changes = c.String(), changes(before, here.Parts)
			for _, e := range events {
				here.Events = append(here.Events, e.String())
			}
		}
		last = here.line(p, w, i+1, last)
	}
	if p.own {
		here.Notice = differs(p.world.own, got)
	}
	return here, nil
}

// differs says where the model answers otherwise than the file has it.
func differs(own, got *traces.Trace) string {
	if d := traces.Diff(own, got); d != nil {
		return fmt.Sprintf("What follows are the events of the model, which are not those of the trace from step %d on: %v", d.Step+1, d)
	}
	return ""
}

// look is what there is to see of a state.
func (here *place) look(p *path, w *resume.Walk) {
	here.Parts, here.Settled, here.Goals, here.Invariants = w.Parts(), w.Settled(), w.Goals(), w.Invariants()
	for _, s := range here.Invariants {
		if !s.Holds {
			here.Breaks = append(here.Breaks, s)
		}
	}
	for _, m := range w.Moves() {
		next := p.behind(m.Command)
		here.Moves = append(here.Moves, move{m.Command.String(), m.Cites, meaning(m.Command.Verb), next.to(next.at)})
	}
}

func meaning(verb string) string {
	i := slices.IndexFunc(traces.Verbs, func(v traces.Verb) bool { return v.Name == verb })
	return traces.Verbs[i].Means
}

// line adds a line to the path, and gives what is broken and reached behind it.
func (here *place) line(p *path, w *resume.Walk, number int, before []string) []string {
	s := step{Number: number, To: p.to(number), Here: number == p.at}
	if number > 0 {
		s.Command = p.steps[number-1].String()
	}
	var now []string
	mark := func(all []resume.Standing, holds bool, marks *[]string) {
		for _, x := range all {
			if x.Holds != holds {
				continue
			}
			if now = append(now, x.Name); !slices.Contains(before, x.Name) {
				*marks = append(*marks, x.Name)
			}
		}
	}
	mark(w.Invariants(), false, &s.Broken)
	mark(w.Goals(), true, &s.Reached)
	here.Path = append(here.Path, s)
	return now
}

// ways lead along the path, and out of it.
func (p *path) ways() []link {
	along := func(text, rel string, at int) link {
		if at < 0 || at > len(p.steps) || at == p.at {
			return link{Text: text}
		}
		return link{Text: text, Rel: rel, To: p.to(at)}
	}
	return []link{
		along("Start", "", 0), along("Back", "prev", p.at-1), along("Forward", "next", p.at+1), along("End", "", len(p.steps)),
		{Text: "Save this path as a trace", To: p.address("/trace", p.at)},
	}
}

// changes are the facts that differ, and those that came and went.
func changes(before, after []resume.Part) (all []change) {
	for _, part := range after {
		had := factsOf(before, part.Name)
		for _, f := range part.Facts {
			if old := value(had, f.Key); old != f.Value {
				all = append(all, change{part.Name, f.Key, old, f.Value})
			}
		}
		for _, f := range had {
			if value(part.Facts, f.Key) == "" {
				all = append(all, change{part.Name, f.Key, f.Value, ""})
			}
		}
	}
	return all
}

func factsOf(parts []resume.Part, name string) []traces.Fact {
	if i := slices.IndexFunc(parts, func(p resume.Part) bool { return p.Name == name }); i >= 0 {
		return parts[i].Facts
	}
	return nil
}

func value(facts []traces.Fact, key string) string {
	if i := slices.IndexFunc(facts, func(f traces.Fact) bool { return f.Key == key }); i >= 0 {
		return facts[i].Value
	}
	return ""
}
