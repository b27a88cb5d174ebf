package resume

// RFC 7627 5.3: "The client SHOULD NOT offer an abbreviated handshake to resume a
// session that does not use an extended master secret. Instead, it SHOULD offer a full
// handshake." ems-offer-legacy does otherwise, and RFC 7627 5.4 says what it then minds.
var _ = invariant("no-legacy-offer",
	"RFC 7627 5.3, a client that has the extended master secret offers no session without it, unless its policy does",
	func(s *State) *Witness {
		return s.firstEnd(Client, "offered a session without the extended master secret", func(e *End) bool {
			return e.awaits() && e.Own && e.Offered != Nothing && !e.Held.EMS && !e.Readings.has(EMSOfferLegacy)
		})
	})

// awaits says whether a client has said hello and has no answer yet.
func (e *End) awaits() bool { return e.At == 1 && e.Life == Alive }
