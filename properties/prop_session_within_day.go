package properties

// RFC 5246 F.1.4: "An upper limit of 24 hours is suggested for session ID lifetimes".
var _ = property(Property{
	Name: "session-within-day", Cites: "RFC 5246 F.1.4",
	Occurs: func(r Run) bool { return r.any(byID) },
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			if !byID(h) {
				return nil
			}
			return r.aged(h, day)
		})
	},
})

// byID reports whether the server resumes by the session ID of the ClientHello.
func byID(h Handshake) bool { return h.abbreviates() && h.heard() != nil && !byTicket(h) }
