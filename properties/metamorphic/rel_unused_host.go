package metamorphic

import (
	"slices"

	"tlsresume/properties/conform"
	"tlsresume/traces"
)

// RFC 6066 3: the name that a client asks for selects the host. One that nobody asks for
// changes nothing, whatever it demands of clients.
var _ = relation(Relation{
	Name: "unused-host", Cites: "RFC 6066 3",
	Both: func(s *traces.Trace, _ conform.Chooser) (one, other Play) {
		t := &traces.Trace{Header: s.Header, Steps: s.Steps}
		t.Header.Servers = slices.Clone(s.Header.Servers)
		for i, n := range t.Header.Servers {
			hosts := "unused.example:require"
			if more, ok := n.Has("vhosts"); ok {
				hosts = more + "," + hosts
			}
			t.Header.Servers[i] = n.Edit([]string{"+vhosts=" + hosts})
		}
		return Play{Script: s}, Play{Script: t}
	},
	Tells: func(e traces.Event) string { return without(e) },
})
