package resume

// RFC 5077 3.4: "Since the client generates a Session ID, the server MUST NOT rely
// upon the Session ID having a particular value when validating the ticket. If a
// ticket is presented by the client, the server MUST NOT attempt to use the Session
// ID in the ClientHello for stateful session resumption."
var _ = invariant("ticket-decides",
	"RFC 5077 3.4, the session ID beside a ticket decides nothing: the verdict would be the same with another, and it is not looked up",
	func(s *State) *Witness {
		return s.firstEnd(Server, "let the session ID beside a ticket decide", func(e *End) bool {
			return e.Seen.Swayed
		})
	})
