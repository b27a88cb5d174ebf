package properties

// RFC 5077 3.1 and 3.4, RFC 5246 7.4.1.3: how a server names a session is its choice, and
// its options say which. In a full handshake it promises a ticket to a client that is
// ready for one, and else gives a session ID if it has a cache; it renews a ticket that it
// takes if it is one that does (3.3).
var _ = property(Property{
	Name: "session-named", Cites: "RFC 5077 3.1, 3.3 and 3.4, RFC 5246 7.4.1.3",
	Occurs: func(r Run) bool { return r.any(Handshake.certifies) },
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			answer, server := h.answer(), r.server(h)
			if answer == nil || !answer.Calm {
				return nil
			}
			ready, given := has(h.hello(), "ticket"), symbol(answer, "session_id") != ""
			switch {
			case h.certifies() && promises(h) != (ready && option(server, "tickets")):
				return broken(answer, "it promises a ticket or not, and the server does otherwise")
			case h.certifies() && !promises(h) && given != option(server, "cache"):
				return broken(answer, "it names the session or not, and the server does otherwise")
			case h.abbreviates() && promises(h) != (ready && byTicket(h) && option(server, "renew") && !reads(server, "resumed-extensions-none")):
				return broken(answer, "it renews the ticket or not, and the server does otherwise")
			}
			return nil
		})
	},
})
