package resume

// The client takes a ServerHello without a session ID for that of a full handshake.
var _ = defect(Defect{
	Name:        "cli-empty-sid-ticket-no-lookahead",
	Requirement: "RFC5077-3.4-CH-EMPTY-SID",
	Breaks:      "rollout-safe",
	Config:      "ticket-marker",
	Edit: func(p *Policy) {
		p.Detect = func(e *End) PlanName {
			if plan := e.detect(); plan != Undecided {
				return plan
			}
			return Full
		}
	},
})
