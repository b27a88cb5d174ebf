package adversary

import (
	"context"
	"slices"

	"tlsresume/model/check"
)

// A Config is an exam: a world, and what is to be true of it.
type Config struct {
	Name  string
	Shows string
	// Breaks is the invariant that the world breaks; empty if everything is to hold.
	// What breaks an invariant often breaks others too: only this one is looked at.
	Breaks string
	// Holds are the invariants that are looked at in a world that breaks others by what
	// its ends are; all of them if there are none.
	Holds []string
	// States, Transitions and Depth are what exploring the world must count.
	States, Transitions int64
	Depth               int
	world               world
}

// An Action is a step of the search: a flight to an honest end, or a choice of where
// the next one will be from.
type Action = step

// Check explores a configuration, with or without a defect.
func Check(ctx context.Context, c Config, d *Defect, o check.Options) Report {
	honest := c.world
	if d != nil {
		c.Breaks = d.Breaks
		c.world = c.world.with(d.edit)
	}
	r := Report{Result: check.Run(ctx, c.model(), o)}
	if r.Result.Err == nil {
		// What was found before an interruption is shown.
		r.Result.Err = c.write(context.WithoutCancel(ctx), &r, honest, d.origin())
	}
	return r
}

func (c *Config) model() *check.Model[state, step] {
	w := &c.world
	m := &check.Model[state, step]{
		Init:    w.settings(),
		Actions: w.steps,
		Next: func(s *state, t step, next *state) (ok bool) {
			*next, ok = w.take(s, t)
			return ok
		},
		Encode: (*state).encode,
		Decode: func(b []byte, s *state) {
			*s = state{} // terms that are not there are not written
			s.decode(b)
		},
	}
	for _, i := range Invariants() {
		if c.looksAt(i.Name) {
			m.Invariants = append(m.Invariants, i.predicate(w))
		}
	}
	for _, g := range Goals() {
		if c.Breaks == "" || c.Breaks == g.Name {
			m.Goals = append(m.Goals, check.Goal[state]{Name: g.Name, Reached: g.reached})
		}
	}
	return m
}

func (c *Config) looksAt(invariant string) bool {
	if c.Breaks != "" {
		return invariant == c.Breaks
	}
	return len(c.Holds) == 0 || slices.Contains(c.Holds, invariant)
}

// flights are those of a path, with the state that they begin in.
func (c *Config) flights(p check.Path[step]) (begin state, all []flight) {
	begin = c.world.settings()[p.Init]
	for _, t := range p.Actions {
		if t.Chosen.From == undecided && t.Flight.Verb != abandon {
			all = append(all, t.Flight)
		}
	}
	return begin, all
}

func (w world) with(edits ...func(*world)) world {
	w.Kex = slices.Clone(w.Kex)
	for _, edit := range edits {
		edit(&w)
	}
	return w
}

// The ends of the configurations: those that predate RFC 7627, and those that require
// the extension.
var (
	legacy = world{Kex: []kex{rsa, dhe, ecdhe}, Certificate: true, ChosenGroup: true}
	modern = legacy.with(func(w *world) { w.EMS = [2]extension{always, always} })
)

func certChange(w *world) { w.CertChange = true }
