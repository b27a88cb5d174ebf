// Package properties judges what the ends of connections did, whoever they are:
// its oracles see only the events of a trace.
package properties

import (
	"fmt"
	"slices"
	"strings"

	"tlsresume/traces"
)

// A Property is a sentence about every run.
type Property struct {
	Name  string
	Cites string
	// Occurs reports whether the run has the situation that the property speaks
	// of: one that never occurs proves nothing.
	Occurs func(Run) bool
	// Broken gives what breaks the property, first of all, or nil.
	Broken func(Run) *Violation
}

// A Violation is where a run breaks a property.
type Violation struct {
	Property Property
	Event    traces.Event // what should not have happened
	Why      string
}

// Error names the property, its sentence and the event.
func (v *Violation) Error() string {
	return fmt.Sprintf("%s (%s): %s: %s", v.Property.Name, v.Property.Cites, v.Event, v.Why)
}

// All lists the properties, by name.
func All() []Property {
	all := slices.Clone(registry)
	slices.SortFunc(all, func(a, b Property) int { return strings.Compare(a.Name, b.Name) })
	return all
}

var registry []Property

func property(p Property) struct{} {
	registry = append(registry, p)
	return struct{}{}
}

// Check gives the first violation of each property that the trace breaks.
func Check(t *traces.Trace) []*Violation {
	run := NewRun(t)
	var found []*Violation
	for _, p := range All() {
		if v := p.Broken(run); v != nil {
			v.Property = p
			found = append(found, v)
		}
	}
	return found
}
