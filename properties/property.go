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

// A Run is the events of a trace, in order, and by connection.
type Run struct {
	Header traces.Header
	Conns  []Conn // in the order in which they were dialled
}

// A Conn is what happened on one connection.
type Conn struct {
	Name           string
	Client, Server []traces.Event // of each end, in order
}

// NewRun sorts the events of a trace by connection and end.
func NewRun(t *traces.Trace) Run {
	run := Run{Header: t.Header}
	index := map[string]int{}
	for _, step := range t.Steps {
		if step.Command.Verb == "dial" {
			index[step.Command.Args[0]] = len(run.Conns)
			run.Conns = append(run.Conns, Conn{Name: step.Command.Args[0]})
		}
		for _, e := range step.Events {
			name, side, _ := strings.Cut(e.End, ".")
			c := &run.Conns[index[name]]
			if side == "c" {
				c.Client = append(c.Client, e)
			} else {
				c.Server = append(c.Server, e)
			}
		}
	}
	return run
}

// find gives the place of the first event with a mark that is what is named, or
// -1.
func find(events []traces.Event, mark byte, what string) int {
	return slices.IndexFunc(events, func(e traces.Event) bool { return e.Mark == mark && e.What == what })
}

// ending is how the handshake ended at an end that completed it.
func ending(events []traces.Event) (traces.Event, bool) {
	i := slices.IndexFunc(events, func(e traces.Event) bool { return e.Mark == traces.Agreed })
	if i < 0 {
		return traces.Event{}, false
	}
	return events[i], true
}

// anyConn reports whether some connection of the run is like this.
func (r Run) anyConn(like func(Conn) bool) bool { return slices.ContainsFunc(r.Conns, like) }

// firstConn gives the violation of the first connection that has one.
func (r Run) firstConn(broken func(Conn) *Violation) *Violation {
	for _, c := range r.Conns {
		if v := broken(c); v != nil {
			return v
		}
	}
	return nil
}
