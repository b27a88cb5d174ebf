package resume

// RFC 5246 7.4.1.4: "If a client receives an extension type in ServerHello that it did not
// request in the associated ClientHello, it MUST abort the handshake with an
// unsupported_extension fatal alert."
var _ = invariant("unsolicited-extension-refused",
	"RFC 5246 7.4.1.4, a client goes on behind no extension that it has not offered",
	func(s *State) *Witness {
		return s.firstEnd(Client, "took an extension that it had not offered", func(e *End) bool {
			return e.Life != Over && unsolicited(&e.Offer, &e.Answer)
		})
	})
