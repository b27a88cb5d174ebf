package properties

// RFC 5077 3.4: "If a server is planning on issuing a session ticket to a client that does
// not present one, it SHOULD include an empty Session ID in the ServerHello."
var _ = property(Property{
	Name: "no-id-beside-ticket", Cites: "RFC 5077 3.4",
	Occurs: func(r Run) bool {
		return r.any(func(h Handshake) bool { return h.certifies() && promises(h) && option(r.server(h), "cache") })
	},
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			if answer := h.answer(); h.certifies() && promises(h) && answer.Honest && symbol(answer, "session_id") != "" {
				return broken(answer, "it promises a ticket, and gives a session ID")
			}
			return nil
		})
	},
})
