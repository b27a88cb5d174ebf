package resume

// RFC 5077 3.3: "The client MUST NOT treat the ticket as valid until it has
// verified the server's Finished message."
var _ = invariant("ticket-after-server-finished",
	"RFC 5077 3.3, the client offers no ticket before it has verified the server's Finished behind it",
	func(s *State) *Witness {
		return s.firstEnd(Client, "offered a ticket whose handshake is not over", func(e *End) bool {
			return e.Offered == ByTicket && e.Seen.Unproven
		})
	})
