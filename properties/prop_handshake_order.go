package properties

// RFC 5246 7.3 and 7.4: "Handshake messages presented to handshake protocol in the
// wrong order result in a fatal error". What an honest end says and takes is a full or
// an abbreviated handshake, NewSessionTicket and ChangeCipherSpec included; to early-ccs
// the latter may come at any time.
var _ = property(Property{
	Name: "handshake-order", Cites: "RFC 5246 7.3 and 7.4, RFC 5077 3.1",
	Occurs: func(r Run) bool { return r.any(completed) },
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			if reads(r.client(h), "early-ccs") || reads(r.server(h), "early-ccs") {
				return nil
			}
			for side, events := range h.sides() {
				c := course{r, h, side, events}
				if e := c.astray(); e != nil {
					return broken(e, "it has no place there")
				}
			}
			return nil
		})
	},
})
