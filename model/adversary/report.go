package adversary

import (
	"context"

	"tlsresume/model/check"
	"tlsresume/traces"
)

// A Report is what an exploration found.
type Report struct {
	Result check.Result[Action]
	Broken []Finding // in the order of Result.Broken
	Goals  []Finding // those that were reached
}

// A Finding is a broken invariant or a reached goal.
type Finding struct {
	Name    string
	Witness string // what broke the invariant
	Trace   *traces.Trace
}

// write makes the paths of a report traces. What defective ends do is none: the
// language has honest ends alone.
func (c *Config) write(ctx context.Context, r *Report) error {
	for _, b := range r.Result.Broken {
		_, path := c.flights(b.Path)
		t, err := c.world.trace(ctx, ruleOf(b.Name), "model, counterexample, config "+c.Name, path)
		if err != nil {
			return err
		}
		r.Broken = append(r.Broken, Finding{b.Name, b.Witness, t})
	}
	for i, g := range r.Result.Goals {
		if !g.Reached {
			continue
		}
		_, path := c.flights(g.Path)
		t, err := c.world.trace(ctx, Goals()[i].Rule, "model, goal "+g.Name+", config "+c.Name, path)
		if err != nil {
			return err
		}
		r.Goals = append(r.Goals, Finding{Name: g.Name, Trace: t})
	}
	return nil
}

// ruleOf is the sentence that an invariant states.
func ruleOf(name string) string {
	for _, i := range allInvariants {
		if i.Name == name {
			return i.Rule
		}
	}
	return name
}

// Invariants are the names of those that the configuration looks at.
func (c Config) Invariants() (names []string) {
	for _, i := range Invariants() {
		if c.looksAt(i.Name) {
			names = append(names, i.Name)
		}
	}
	return names
}
