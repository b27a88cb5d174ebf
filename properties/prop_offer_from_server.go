package properties

// RFC 5077 3.1: a client presents a ticket that a server gave it, and RFC 5246 7.4.1.2:
// a session ID likewise. RFC 5077 3.3: it "MUST NOT treat the ticket as valid until it has
// verified the server's Finished message".
var _ = property(Property{
	Name: "offer-from-server", Cites: "RFC 5077 3.1 and 3.3, RFC 5246 7.4.1.2",
	Occurs: Run.known,
	Broken: func(r Run) *Violation {
		return r.firstOffer(func(o offer) string {
			switch {
			case o.from == nil:
				return "no server gave the client what it offers"
			case o.stored() == nil:
				return "the handshake that brought what it offers is not over"
			}
			return ""
		})
	},
})
