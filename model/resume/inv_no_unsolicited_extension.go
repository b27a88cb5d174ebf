package resume

// RFC 5246 7.4.1.4: "An extension type MUST NOT appear in the ServerHello unless
// the same extension type appeared in the corresponding ClientHello."
var _ = invariant("no-unsolicited-extension",
	"RFC 5246 7.4.1.4, a ServerHello has no extension that the ClientHello does not have",
	func(s *State) *Witness {
		return s.firstEnd(Server, "sent an extension that the client had not offered", func(e *End) bool {
			return e.Life != Over && unsolicited(&e.Offer, &e.Answer)
		})
	})
