package resume

// RFC 9325 3.4: "Ticket-encryption keys MUST be changed regularly, e.g., once every
// week". A server does what its operator says; so this is claimed where the operator
// means to.
var _ = claim("key-within-period",
	"RFC 9325 3.4, no ticket is sealed under a key that has sealed for a week",
	func(s *State) *Witness {
		return s.firstEnd(Server, "sealed a ticket under a key that is a week old", func(e *End) bool {
			return e.Seen.OldKey
		})
	})
