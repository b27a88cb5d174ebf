package resume

// The server reads the session out of a ticket that it cannot verify, and
// forgets it when the connection fails: whoever forges a ticket ends a session.
var _ = defect(Defect{
	Name:        "unverified-ticket-invalidates",
	Requirement: "RFC5077-5.1-VERIFY-BEFORE-INVALIDATE",
	Breaks:      "forged-ticket-harmless",
	Config:      "fatal-alert-rfc5246",
	Edit: func(p *Policy) {
		p.Failed = func(e *End, side Side) Value {
			if own := e.belonging(); own != 0 || side == Client {
				return own
			}
			return e.Offer.Ticket.Seals.Master
		}
	},
})
