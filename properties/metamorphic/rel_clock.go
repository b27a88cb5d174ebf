package metamorphic

import (
	"slices"

	"tlsresume/properties/conform"
	"tlsresume/traces"
)

// RFC 5077 3.3 and 4: a ticket's time is "relative to when the ticket is received", and a
// session's to when it was made: that all happens an hour later changes nothing.
var _ = relation(Relation{
	Name: "clock", Cites: "RFC 5077 3.3 and 4",
	Both: func(s *traces.Trace, _ conform.Chooser) (one, other Play) {
		later := traces.Step{Command: traces.Command{Verb: "tick", Args: []string{"1h"}}}
		return Play{Script: s}, Play{Script: &traces.Trace{Header: s.Header, Steps: slices.Insert(slices.Clone(s.Steps), 0, later)}}
	},
	Tells: func(e traces.Event) string { return without(e) },
})
