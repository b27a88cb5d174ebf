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
			ticket := find(h.Server, traces.Sent, "NewSessionTicket")
			names := map[string]*Event{symbol(ticket, "ticket"): ticket}
			if h.certifies() {
				names[symbol(h.answer(), "session_id")] = h.answer()
			}
			for name, e := range names {
				if name != "" && seen[name] && e.Honest {
					return broken(e, fmt.Sprintf("%s is the name of something else", name))
				}
				seen[name] = true
			}
			return nil
		})
	},
})
