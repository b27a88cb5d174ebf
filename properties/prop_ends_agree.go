package properties

import (
	"fmt"
	"slices"

	"tlsresume/traces"
)

// RFC 5246 F.1.1: when both ends complete, they have seen the same handshake.
// What each believes of it is the same, the name of the peer apart.
var _ = property(Property{
	Name: "ends-agree", Cites: "RFC 5246 7.4.9 and F.1.4",
	Occurs: func(r Run) bool { return r.anyHandshake(completed) },
	Broken: func(r Run) *Violation {
		return r.firstHandshake(func(c Conn) *Violation {
			client, okC := ending(c.Client)
			server, okS := ending(c.Server)
			if !okC || !okS {
				return nil
			}
			if a, b := r.common(client), r.common(server); a != b {
				return &Violation{Event: server, Why: fmt.Sprintf("the client believes %s", client)}
			}
			return nil
		})
	},
})

func completed(c Conn) bool {
	_, client := ending(c.Client)
	_, server := ending(c.Server)
	return client && server
}

// common is what both ends can know, which leaves out the peer.
func (r Run) common(e traces.Event) string {
	e.End, e.Note = "", ""
	keys := r.comparable("by", "ms", "ems", "sni", "suite", "version", "tls_unique")
	e.Facts = slices.DeleteFunc(slices.Clone(e.Facts), func(f traces.Fact) bool { return !slices.Contains(keys, f.Key) })
	return e.String()
}
