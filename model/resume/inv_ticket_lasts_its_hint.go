package resume

// RFC 5077 5.6: "The TLS server controls the lifetime of the ticket", and 3.3 lets
// it honour one for less than its hint says. So this is a claim that an operator
// makes, of a fleet whose keys and lifetimes are to match its hints.
var _ = claim("ticket-lasts-its-hint",
	"RFC 5077 3.3, a server that has tickets resumes by one for as long as its hint says, counted from the issue: it neither fails to open it nor holds it for too old",
	func(s *State) *Witness {
		return s.firstEnd(Server, "refused a ticket within its hint", func(e *End) bool {
			return e.Seen.Curtailed
		})
	})
