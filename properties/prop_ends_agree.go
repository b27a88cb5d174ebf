package properties

import (
	"fmt"
	"slices"

	"tlsresume/traces"
)

// RFC 5246 F.1.1 and 7.4.9: when both ends complete, they have seen the same
// handshake. What each believes of it is the same, the peer apart.
var _ = property(Property{
	Name: "ends-agree", Cites: "RFC 5246 7.4.9 and F.1.4",
	Occurs: func(r Run) bool { return r.any(completed) },
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			if !completed(h) {
				return nil
			}
			client, server := ending(h.Client), ending(h.Server)
			keys := []string{"by", "ms", "ems", "sni", "suite", "version", "tls_unique", "exporter"}
			// To who predates RFC 7627 no session has the extension.
			unseen := r.passed(0, h.master(), server, "ems-ignorant") || r.passed(1, h.master(), server, "ems-ignorant")
			keys = slices.DeleteFunc(keys, func(k string) bool {
				return k == "tls_unique" && h.uniqueApart(r) || k == "ems" && unseen
			})
			if common(client.Event, keys) != common(server.Event, keys) {
				return broken(server, fmt.Sprintf("the client believes %s", client))
			}
			return nil
		})
	},
})

func completed(h Handshake) bool { return ending(h.Client) != nil && ending(h.Server) != nil }

// uniqueApart reports whether one end alone takes the client's Finished of a
// resumption for tls-unique.
func (h Handshake) uniqueApart(r Run) bool {
	const reading = "unique-client-finished"
	return reads(r.client(h), reading) != reads(r.server(h), reading)
}

// common is what both ends can know.
func common(e traces.Event, keys []string) string {
	e.End, e.Note = "", ""
	e.Facts = slices.DeleteFunc(slices.Clone(e.Facts), func(f traces.Fact) bool { return !slices.Contains(keys, f.Key) })
	return e.String()
}
