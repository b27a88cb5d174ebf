package properties

import (
	"fmt"

	"tlsresume/traces"
)

// RFC 5246 F.1.1: when both ends complete, they have seen the same handshake.
// What each believes of it is the same, the name of the peer apart.
var _ = property(Property{
	Name: "ends-agree", Cites: "RFC 5246 7.4.9 and F.1.4",
	Occurs: func(r Run) bool { return r.anyConn(completed) },
	Broken: func(r Run) *Violation {
		return r.firstConn(func(c Conn) *Violation {
			client, okC := ending(c.Client)
			server, okS := ending(c.Server)
			if !okC || !okS {
				return nil
			}
			if a, b := common(client), common(server); a != b {
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

// common is what both ends can know.
func common(e traces.Event) string {
	e.End, e.Note = "", ""
	var facts []traces.Fact
	for _, f := range e.Facts {
		if f.Key != "peer" {
			facts = append(facts, f)
		}
	}
	e.Facts = facts
	return e.String()
}
