package resume

// RFC 5077 3.2: "If the client is not prepared to receive a ticket in the NewSessionTicket
// handshake message, then it MUST NOT include the SessionTicket extension unless it is
// sending a non-empty ticket it received through some other means".
var _ = invariant("unready-client-silent",
	"RFC 5077 3.2, a client that has no tickets says no SessionTicket extension",
	func(s *State) *Witness {
		return s.firstEnd(Client, "said that it is ready for a ticket, and is not", func(e *End) bool {
			return e.Seen.Unready
		})
	})
