package resume

// RFC 5077 3.3: "In the case of a full handshake, the server MUST verify the
// client's Finished message before sending the ticket."
var _ = invariant("ticket-after-client-finished",
	"RFC 5077 3.3, in a full handshake the server verifies the client's Finished before it sends the ticket",
	func(s *State) *Witness {
		return s.firstEnd(Server, "sent NewSessionTicket before it had verified the client's Finished", func(e *End) bool {
			return e.Seen.TicketEarly
		})
	})
