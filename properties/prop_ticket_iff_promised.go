package properties

import "tlsresume/traces"

// RFC 5077 3.3: "This message MUST be sent if the server included a
// SessionTicket extension in the ServerHello. This message MUST NOT be sent if
// the server did not".
var _ = property(Property{
	Name: "ticket-iff-promised", Cites: "RFC 5077 3.3",
	Occurs: func(r Run) bool { return r.anyHandshake(promised) },
	Broken: func(r Run) *Violation {
		return r.firstHandshake(func(c Conn) *Violation {
			ticket := find(c.Server, traces.Sent, "NewSessionTicket")
			switch end := find(c.Server, traces.Sent, "Finished"); {
			case ticket >= 0 && !promised(c):
				return &Violation{Event: c.Server[ticket], Why: "ServerHello did not promise it"}
			case ticket < 0 && promised(c) && end >= 0:
				return &Violation{Event: c.Server[end], Why: "the ticket that ServerHello promised was not sent before it"}
			}
			return nil
		})
	},
})

func promised(c Conn) bool {
	hello := find(c.Server, traces.Sent, "ServerHello")
	if hello < 0 {
		return false
	}
	_, ok := c.Server[hello].Fact("ticket")
	return ok
}
