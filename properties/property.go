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
	Header   traces.Header
	Conns    []Conn          // in the order in which they were dialled
	policies map[string]bool // that some node is given at some time
}

// A Conn is what happened on one connection.
type Conn struct {
	Name           string
	Client, Server []traces.Event // of each end, in order
}

// NewRun sorts the events of a trace by connection and end.
func NewRun(t *traces.Trace) Run {
	run := Run{Header: t.Header, policies: policies(t)}
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

// policies are the named policies of a trace: of its header and of its deploys.
func policies(t *traces.Trace) map[string]bool {
	given := map[string]bool{}
	note := func(n traces.Node) {
		for _, name := range n.Policies() {
			given[name] = true
		}
	}
	for _, n := range slices.Concat(t.Header.Servers, t.Header.Clients) {
		note(n)
	}
	for _, step := range t.Steps {
		if step.Command.Verb == "deploy" {
			note(traces.Node{}.Edit(step.Command.Args[1:]))
		}
	}
	return given
}

// comparable are those facts that all nodes of the run mean alike. Some readings tell
// other things, and a session may be passed on from one reading to another.
func (r Run) comparable(keys ...string) []string {
	return slices.DeleteFunc(keys, func(key string) bool {
		return slices.ContainsFunc(tellsOther[key], func(policy string) bool { return r.policies[policy] })
	})
}

// tellsOther has the policies of nodes that tell something else by a fact.
var tellsOther = map[string][]string{
	"ems":        {"ems-ignorant"},           // does not see that a session uses it
	"sni":        {"names-rfc4366"},          // resumes under another
	"tls_unique": {"unique-client-finished"}, // another Finished
}

// Handshakes are those of the connection, in order, the renegotiations behind the
// first. Each begins with the ClientHello.
func (c Conn) Handshakes() []Conn {
	client := split(c.Client, traces.Sent)
	server := split(c.Server, traces.Accepted)
	all := make([]Conn, max(len(client), len(server)))
	for i := range all {
		all[i].Name = c.Name
		if i < len(client) {
			all[i].Client = client[i]
		}
		if i < len(server) {
			all[i].Server = server[i]
		}
	}
	return all
}

// split cuts the events of an end before each ClientHello but the first.
func split(events []traces.Event, mark byte) (parts [][]traces.Event) {
	begin, hellos := 0, 0
	for i, e := range events {
		if e.Mark != mark || e.What != "ClientHello" {
			continue
		}
		if hellos++; hellos > 1 {
			parts = append(parts, events[begin:i])
			begin = i
		}
	}
	return append(parts, events[begin:])
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

// anyHandshake reports whether some handshake of the run is like this.
func (r Run) anyHandshake(like func(Conn) bool) bool {
	return slices.ContainsFunc(r.Conns, func(c Conn) bool { return slices.ContainsFunc(c.Handshakes(), like) })
}

// firstHandshake gives the violation of the first handshake that has one.
func (r Run) firstHandshake(broken func(Conn) *Violation) *Violation {
	for _, c := range r.Conns {
		for _, h := range c.Handshakes() {
			if v := broken(h); v != nil {
				return v
			}
		}
	}
	return nil
}
