package properties

import "tlsresume/traces"

// RFC 5077 3.3: "This message is sent by the server during the TLS handshake
// before the ChangeCipherSpec message".
var _ = property(Property{
	Name: "ticket-before-ccs", Cites: "RFC 5077 3.3",
	Occurs: func(r Run) bool {
		return r.anyHandshake(func(c Conn) bool { return find(c.Server, traces.Sent, "NewSessionTicket") >= 0 })
	},
	Broken: func(r Run) *Violation {
		return r.firstHandshake(func(c Conn) *Violation {
			ccs := find(c.Server, traces.Sent, "ChangeCipherSpec")
			ticket := find(c.Server, traces.Sent, "NewSessionTicket")
			if ccs < 0 || ticket < ccs {
				return nil
			}
			return &Violation{Event: c.Server[ticket], Why: "the server's ChangeCipherSpec was sent before it"}
		})
	},
})
