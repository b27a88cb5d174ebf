package properties

// RFC 6066 3: a server that uses the name of the ClientHello "SHALL include an extension of
// type server_name in the (extended) server hello", in a full handshake.
var _ = property(Property{
	Name: "sni-acknowledged", Cites: "RFC 6066 3",
	Occurs: func(r Run) bool {
		return r.any(func(h Handshake) bool { return h.certifies() && has(h.hello(), "sni") })
	},
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			if answer := h.answer(); h.certifies() && answer.Calm && has(h.hello(), "sni") && !has(answer, "sni") {
				return broken(answer, "it does not say that the name was used")
			}
			return nil
		})
	},
})
