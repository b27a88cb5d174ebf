package properties

import "tlsresume/traces"

// RFC 5077 3.3: "This message MUST be sent if the server included a
// SessionTicket extension in the ServerHello. This message MUST NOT be sent if
// the server did not".
var _ = property(Property{
	Name: "ticket-iff-promised", Cites: "RFC 5077 3.3",
	Occurs: func(r Run) bool { return r.any(promises) },
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			ticket, end := find(h.Server, traces.Sent, "NewSessionTicket"), find(h.Server, traces.Sent, "Finished")
			switch {
			case ticket != nil && ticket.Honest && !promises(h):
				return broken(ticket, "ServerHello did not promise it")
			case ticket == nil && promises(h) && end != nil && end.Honest:
				return broken(end, "the ticket that ServerHello promised was not sent before it")
			}
			return nil
		})
	},
})

// promises reports whether the ServerHello promises a ticket.
func promises(h Handshake) bool { return has(h.answer(), "ticket") }
