package properties

// RFC 7627 5.3: "The client SHOULD NOT offer an abbreviated handshake to resume a session
// that does not use an extended master secret"; and a client without the extension offers
// none that uses it (TLS list, 2021-10-25): the server would have to abort.
var _ = property(Property{
	Name: "offer-fits-ems", Cites: "RFC 7627 5.3, TLS list 2021-10-25",
	Occurs: Run.known,
	Broken: func(r Run) *Violation {
		return r.firstOffer(func(o offer) string {
			stored := o.stored()
			if stored == nil || reads(o.client, "ems-ignorant") {
				return ""
			}
			switch used := has(stored, "ems"); {
			case used && !option(o.client, "ems"):
				return "the session uses the extended master secret, and the client does not"
			case !used && option(o.client, "ems") && !reads(o.client, "ems-offer-legacy"):
				return "the session does not use the extended master secret, and the client does"
			}
			return ""
		})
	},
})
