package properties

// RFC 5077 3.4: "If a ticket is presented by the client, the server MUST NOT attempt
// to use the Session ID in the ClientHello for stateful session resumption."
var _ = property(Property{
	Name: "ticket-decides", Cites: "RFC 5077 3.4",
	Occurs: func(r Run) bool {
		return r.any(func(h Handshake) bool {
			return r.presents(h) && symbol(h.hello(), "session_id") != ""
		})
	},
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			for _, events := range h.sides() {
				if e := resumed(events); e != nil && r.presents(h) && fact(e, "by") == "id" {
					return broken(e, "the ClientHello has a ticket, too")
				}
			}
			return nil
		})
	},
})

// presents reports whether a server that has tickets is given one.
func (r Run) presents(h Handshake) bool {
	return h.heard() != nil && symbol(h.hello(), "ticket") != "" && option(r.server(h), "tickets")
}
