package properties

import "tlsresume/traces"

// RFC 5077 3.3: "This message is sent by the server during the TLS handshake
// before the ChangeCipherSpec message".
var _ = property(Property{
	Name: "ticket-before-ccs", Cites: "RFC 5077 3.3",
	Occurs: func(r Run) bool { return r.any(issues) },
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			ccs := find(h.Server, traces.Sent, "ChangeCipherSpec")
			ticket := find(h.Server, traces.Sent, "NewSessionTicket")
			if ccs == nil || ticket == nil || !ticket.Honest || ticket.At < ccs.At {
				return nil
			}
			return broken(ticket, "the server's ChangeCipherSpec was sent before it")
		})
	},
})

// issues reports whether the server sends a ticket.
func issues(h Handshake) bool { return find(h.Server, traces.Sent, "NewSessionTicket") != nil }
