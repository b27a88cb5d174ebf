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

// write makes the paths of a report traces, as honest ends of the configuration's
// world answer them.
func (c *Config) write(ctx context.Context, r *Report, honest world, origin string) error {
	trace := func(rule, origin string, p check.Path[step]) (*traces.Trace, error) {
		_, path := c.flights(p)
		h, err := honest.header(rule, "model, "+origin+", config "+c.Name, path)
		if err != nil {
			return nil, err
		}
		t, err := c.world.trace(ctx, h, path)
		if err != nil {
			return nil, err
		}
		return honest.answered(ctx, t), nil
	}
	for _, b := range r.Result.Broken {
		t, err := trace(ruleOf(b.Name), origin, b.Path)
		if err != nil {
			return err
		}
		r.Broken = append(r.Broken, Finding{b.Name, b.Witness, t})
	}
	for i, g := range r.Result.Goals {
		if !g.Reached {
			continue
		}
		t, err := trace(Goals()[i].Rule, "goal "+g.Name, g.Path)
		if err != nil {
			return err
		}
		r.Goals = append(r.Goals, Finding{Name: g.Name, Trace: t})
	}
	return nil
}

// origin is where a counterexample is from, with a defect or without one.
func (d *Defect) origin() string {
	if d == nil {
		return "counterexample"
	}
	return "defect " + d.Name
}

// ruleOf is the sentence that an invariant states.
func ruleOf(name string) string {
	for _, i := range Invariants() {
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
