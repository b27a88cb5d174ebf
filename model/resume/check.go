package resume

import (
	"context"
	"fmt"
	"slices"

	"tlsresume/model/check"
	"tlsresume/traces"
)

// A Report is what an exploration found, with every path as a trace.
type Report struct {
	Result check.Result[Action]
	Broken []Finding // in the order of Result.Broken
	Goals  []Finding // the configuration's goals that were reached
}

// A Finding is a broken invariant or a reached goal.
type Finding struct {
	Name    string
	Witness string // what broke the invariant
	// Trace is a shortest path to it, as honest Systems answer it. Behind a
	// defect's deed it goes on until nothing is on the wires.
	Trace *traces.Trace
}

// Check explores a configuration, with or without a defect.
func Check(ctx context.Context, c Config, d *Defect, o check.Options) (Report, error) {
	goals, err := c.goals()
	if err != nil {
		return Report{}, err
	}
	if d != nil {
		goals = nil
	}
	x := newSearch(c, d)
	r := Report{Result: check.Run(ctx, x.model(goals), o)}
	ctx = context.WithoutCancel(ctx) // what was found before an interruption is shown
	if r.Result.Err != nil {
		return r, r.Result.Err
	}
	for _, b := range r.Result.Broken {
		t, err := x.trace(ctx, x.header(rule(b.Name), d.origin()), b.Path.Actions, d != nil)
		if err != nil {
			return r, err
		}
		r.Broken = append(r.Broken, Finding{b.Name, b.Witness, t})
	}
	for i, g := range r.Result.Goals {
		if !g.Reached {
			continue
		}
		t, err := x.trace(ctx, x.header(goals[i].Rule, "goal "+g.Name), g.Path.Actions, false)
		if err != nil {
			return r, err
		}
		r.Goals = append(r.Goals, Finding{Name: g.Name, Trace: t})
	}
	return r, nil
}

// goals are the goals that the configuration names.
func (c Config) goals() ([]Goal, error) {
	var mine []Goal
	for _, name := range c.Goals {
		all := Goals()
		i := slices.IndexFunc(all, func(g Goal) bool { return g.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("config %s: got the goal %q, want one that is registered", c.Name, name)
		}
		mine = append(mine, all[i])
	}
	return mine, nil
}

// rule is the sentence that an invariant states.
func rule(name string) string {
	for _, i := range Invariants() {
		if i.Name == name {
			return i.Rule
		}
	}
	return name
}

func (d *Defect) origin() string {
	if d == nil {
		return "counterexample"
	}
	return "defect " + d.Name
}

func (x *search) header(rule, origin string) traces.Header {
	h := x.config.Header()
	h.Rule, h.From = rule, "model, "+origin+", config "+x.config.Name
	return h
}

// trace replays a path on the honest model. What a defect's deed leads to is
// shown to its end.
func (x *search) trace(ctx context.Context, h traces.Header, path []Action, finish bool) (
	*traces.Trace, error) {
	y := open(h, stock())
	names := namesOf(h)
	t := &traces.Trace{Header: h}
	do := func(a Action) error {
		c := names.command(a)
		events, err := y.Do(ctx, c)
		t.Steps = append(t.Steps, traces.Step{Command: c, Events: events})
		return err
	}
	for _, a := range path {
		if err := do(a); err != nil {
			return nil, err
		}
	}
	for a, ok := y.state.pending(); finish && ok; a, ok = y.state.pending() {
		if err := do(a); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// pending is a delivery of all that stands on some wire.
func (s *State) pending() (Action, bool) {
	for i := range s.Conns {
		for side := Client; side <= Server; side++ {
			if len(s.Conns[i].Wires[side]) > 0 {
				return Action{Verb: "deliver", Conn: i, Side: side}, true
			}
		}
	}
	return Action{}, false
}
