package properties

// RFC 5077 3.4: a server that accepts a ticket "MUST respond with the same Session ID
// present in the ClientHello", and RFC 5246 7.4.1.3: the same ID says that the session
// is resumed, so that one of a full handshake is another.
var _ = property(Property{
	Name: "session-id-echoed", Cites: "RFC 5077 3.4, RFC 5246 7.4.1.3",
	Occurs: func(r Run) bool {
		return r.any(func(h Handshake) bool { return h.abbreviates() && symbol(h.hello(), "session_id") != "" })
	},
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			hello, answer := h.hello(), h.answer()
			if hello == nil || answer == nil || !answer.Calm {
				return nil
			}
			asked, given := symbol(hello, "session_id"), symbol(answer, "session_id")
			switch {
			case h.abbreviates() && asked != "" && asked != given:
				return broken(answer, "it resumes, and has another session ID than the ClientHello")
			case h.certifies() && asked != "" && asked == given:
				return broken(answer, "it does not resume, and has the session ID of the ClientHello")
			}
			return nil
		})
	},
})
