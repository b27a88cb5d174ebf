package resume

// RFC 5077 3.3: NewSessionTicket "is sent by the server during the TLS
// handshake before the ChangeCipherSpec message". A late one finds a client
// that has changed ciphers and awaits nothing but Finished.
var _ = invariant("ticket-before-ccs",
	"RFC 5077 3.3, NewSessionTicket is sent before the server's ChangeCipherSpec",
	func(s *State) *Witness {
		return s.firstEnd(Server, "sent NewSessionTicket behind its ChangeCipherSpec", func(e *End) bool {
			return e.Seen.TicketAfterCCS
		})
	})
