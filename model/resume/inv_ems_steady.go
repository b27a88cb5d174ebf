package resume

// RFC 7627 5.2: "In all handshakes, a client implementing this document MUST send
// the "extended_master_secret" extension in its ClientHello." What a connection
// uses may then change only with what its ends have.
var _ = invariant("ems-steady",
	"RFC 7627 5.2 and 5.3, a client that has the extended master secret offers it in every hello, the first and the next",
	func(s *State) *Witness {
		return s.firstEnd(Client, "has the extended master secret and does not offer it", func(e *End) bool {
			return e.Own && !e.Offer.EMS && e.At > 0
		})
	})
