package properties

// RFC 5077 3.1: a server that has no tickets does not take them; who switches them off
// means those, too, that are out (CVE-2014-7189).
var _ = property(Property{
	Name: "tickets-off", Cites: "RFC 5077 3.1",
	Occurs: func(r Run) bool {
		return r.any(func(h Handshake) bool {
			return h.heard() != nil && symbol(h.hello(), "ticket") != "" && !option(r.server(h), "tickets")
		})
	},
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			if byTicket(h) && !option(r.server(h), "tickets") {
				return broken(h.answer(), "the server resumes by a ticket, and has none")
			}
			return nil
		})
	},
})
