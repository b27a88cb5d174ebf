// Package metamorphic compares runs that are to differ in nothing, or in one thing that
// is known: what no single run can show, as that a client does not look into its ticket.
package metamorphic

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"tlsresume/impl/script"
	"tlsresume/impl/sim"
	"tlsresume/properties/conform"
	"tlsresume/traces"
)

// A Relation is a change of a world and what it must not change.
type Relation struct {
	Name  string
	Cites string
	// Both are two plays of a script that are to be alike; choose makes what is arbitrary.
	Both func(s *traces.Trace, choose conform.Chooser) (one, other Play)
	// Tells is what of an event is to be the same; "" leaves the event out.
	Tells func(traces.Event) string
	// Apart, unless it is nil, says of the first play that the other need not be alike.
	Apart func(*traces.Trace) bool
}

// A Play is a script, and what is between the parts of the fleet that plays it.
type Play struct {
	Script *traces.Trace
	Seams  script.Seams
}

// All lists the relations, by name.
func All() []Relation {
	all := slices.Clone(registry)
	slices.SortFunc(all, func(a, b Relation) int { return strings.Compare(a.Name, b.Name) })
	return all
}

var registry []Relation

func relation(r Relation) struct{} {
	registry = append(registry, r)
	return struct{}{}
}

// commands is how long a script is.
const commands = 40

// Draw is the script of a seed for a relation: the ends that it has are honest, and so is
// the network.
func Draw(seed uint64) *traces.Trace {
	s := conform.Script(rand.New(rand.NewPCG(seed, 0)).IntN, commands)
	s.Steps = slices.DeleteFunc(s.Steps, func(step traces.Step) bool {
		return slices.Contains([]string{"drop", "dup", "swap", "omit", "say", "reorder"}, step.Command.Verb)
	})
	return s
}

// Check plays the script of a seed both ways, with something between the parts of the
// fleet besides. The error tells where the plays part; applies says whether they were to be
// alike at all.
func (r Relation) Check(ctx context.Context, seams func() script.Seams, seed uint64) (applies bool, err error) {
	return r.check(ctx, seams, Draw(seed), seed)
}

func (r Relation) check(ctx context.Context, seams func() script.Seams, s *traces.Trace, seed uint64) (applies bool, err error) {
	one, other := r.Both(s, rand.New(rand.NewPCG(seed, 1)).IntN)
	want, err := one.run(ctx, seams)
	if err != nil {
		return true, err
	}
	if r.Apart != nil && r.Apart(want) {
		return false, nil
	}
	got, err := other.run(ctx, seams)
	if err != nil {
		return true, err
	}
	return true, r.compare(want, got)
}

func (p Play) run(ctx context.Context, seams func() script.Seams) (*traces.Trace, error) {
	return traces.Run(ctx, sim.OpenWith(func() script.Seams { return both(p.Seams, seams()) }), p.Script)
}

// compare is the first difference of what the ends did.
func (r Relation) compare(want, got *traces.Trace) error {
	w, g := r.told(want), r.told(got)
	for i := range max(len(w), len(g)) {
		if a, b := at(w, i), at(g, i); a != b {
			return fmt.Errorf("%s (%s): got %q, want %q", r.Name, r.Cites, b, a)
		}
	}
	return nil
}

// told is what a run tells, end by end.
func (r Relation) told(t *traces.Trace) (all []string) {
	var rename conform.Renaming
	byEnd := map[string][]string{}
	for _, step := range t.Steps {
		for _, e := range step.Events {
			if r.Tells(e) == "" {
				continue
			}
			text := r.Tells(rename.Event(e))
			end, _, _ := strings.Cut(text, " ")
			byEnd[end] = append(byEnd[end], text)
		}
	}
	for _, end := range slices.Sorted(maps.Keys(byEnd)) {
		all = append(all, byEnd[end]...)
	}
	return all
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "nothing"
}

// without is an event without some facts, and without prose.
func without(e traces.Event, keys ...string) string {
	e.Note = ""
	e.Facts = slices.DeleteFunc(slices.Clone(e.Facts), func(f traces.Fact) bool { return slices.Contains(keys, f.Key) })
	return e.String()
}
