package resume

// The client stores the ticket of a renegotiation beside the secret of the handshake
// before it.
var _ = defect(Defect{
	Name:        "nst-planted-from-other-session",
	Requirement: "RFC7627-6.3-NST-NOT-COVERED",
	Breaks:      "ticket-of-session",
	Config:      "ticket-promise",
	Edit: func(p *Policy) {
		p.Naming = func(e *End, n *Stored) bool {
			if e.Again {
				n.Session.Master = e.Former
			}
			return e.naming(n)
		}
	},
})
