package resume

// The server declines the ticket, and keeps the client's identity that was in it.
var _ = defect(Defect{
	Name:        "ems-decline-keeps-ticket-auth",
	Requirement: "RFC5077-3.2-BAD-TICKET-FALLBACK",
	Breaks:      "auth-carried",
	Config:      "client-auth-fleet",
	Edit: func(p *Policy) {
		p.Begin = func(e *End, declined *Session) { e.Session.Peer = declined.Peer }
	},
})
