package metamorphic

import (
	"slices"
	"strings"

	"tlsresume/properties/conform"
	"tlsresume/traces"
)

// RFC 5077 3.4: the session ID beside a ticket is the client's to choose; the server
// "MUST NOT" look it up, and says by giving it back what the client would else learn from
// the next message. So it changes nothing but the IDs of the hellos, and when the client
// learns.
var _ = relation(Relation{
	Name: "marker", Cites: "RFC 5077 3.4",
	Both: func(s *traces.Trace, _ conform.Chooser) (one, other Play) {
		plain, marked := with(s, func(n traces.Node) traces.Node { return n.Edit([]string{"-marker"}) }), with(s, marking)
		return Play{Script: plain}, Play{Script: marked}
	},
	Tells: outcome,
	Apart: clientGivesUp,
})

// clientGivesUp reports whether a client gives up: one that learns earlier that it would
// resume does so earlier.
func clientGivesUp(t *traces.Trace) bool {
	return slices.ContainsFunc(t.Steps, func(s traces.Step) bool {
		return slices.ContainsFunc(s.Events, func(e traces.Event) bool {
			return e.Mark == traces.Aborted && strings.HasSuffix(e.End, ".c")
		})
	})
}

func marking(n traces.Node) traces.Node {
	if _, ok := n.Has("tickets"); !ok {
		return n
	}
	return n.Edit([]string{"+marker"})
}

// with is a script with other clients, which nothing makes markers or not later on.
func with(s *traces.Trace, edit func(traces.Node) traces.Node) *traces.Trace {
	changed := &traces.Trace{Header: s.Header}
	changed.Header.Clients = slices.Clone(s.Header.Clients)
	for i, n := range changed.Header.Clients {
		changed.Header.Clients[i] = edit(n)
	}
	for _, step := range s.Steps {
		if !slices.Contains(step.Command.Args, "+marker") {
			changed.Steps = append(changed.Steps, step)
		}
	}
	return changed
}
