package properties

import "tlsresume/traces"

// RFC 5077 3.3: "The server MUST verify the client's Finished message before issuing
// the ticket in the case of a full handshake".
var _ = property(Property{
	Name: "ticket-after-client-finished", Cites: "RFC 5077 3.3",
	Occurs: func(r Run) bool { return r.any(func(h Handshake) bool { return issues(h) && !h.abbreviates() }) },
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			ticket := find(h.Server, traces.Sent, "NewSessionTicket")
			if ticket == nil || !ticket.Honest || h.abbreviates() {
				return nil
			}
			if verified := find(h.Server, traces.Accepted, "Finished"); verified == nil || verified.At > ticket.At {
				return broken(ticket, "the client's Finished was not verified before it")
			}
			return nil
		})
	},
})
