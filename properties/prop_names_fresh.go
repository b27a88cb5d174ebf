package properties

import (
	"fmt"

	"tlsresume/traces"
)

// RFC 5246 7.4.1.3: the ID of a full handshake "identifies the new session", and RFC 5077
// 4: each ticket has a random IV, so that no two are the same.
var _ = property(Property{
	Name: "names-fresh", Cites: "RFC 5246 7.4.1.3, RFC 5077 4",
	Occurs: func(r Run) bool {
		return r.any(func(h Handshake) bool { return issues(h) || symbol(h.answer(), "session_id") != "" })
	},
	Broken: func(r Run) *Violation {
		seen := map[string]bool{}
		return r.first(func(h Handshake) *Violation {
			given, ticket := h.answer(), find(h.Server, traces.Sent, "NewSessionTicket")
			if !h.certifies() {
				given = nil // an ID that is echoed
			}
			for _, named := range []struct {
				e    *Event
				name string
			}{{given, symbol(given, "session_id")}, {ticket, symbol(ticket, "ticket")}} {
				if named.name != "" && seen[named.name] && named.e.Honest {
					return broken(named.e, fmt.Sprintf("%s is the name of something else", named.name))
				}
				seen[named.name] = true
			}
			return nil
		})
	},
})
