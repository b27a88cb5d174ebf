package resume

// RFC 5077 5.5: "The keys should be generated securely", and "should not be used for
// any purpose other than generating and verifying tickets": a server that was not
// given a key by its operator makes one that nobody has.
var _ = invariant("keys-apart",
	"RFC 5077 5.5, a ticket resumes only where its key was made, or where the operator has brought it",
	func(s *State) *Witness {
		return s.firstEnd(Server, "resumed by a ticket under a key that it made and others have", func(e *End) bool {
			return e.Seen.Foreign
		})
	})
