package resume

// The client compares the session ID of the ServerHello with that of the session
// instead of that of its hello.
var _ = defect(Defect{
	Name:        "cli-compares-wrong-sid",
	Requirement: "RFC5077-3.4-DETECT-BY-NEXT-MESSAGE",
	Breaks:      "rollout-safe",
	Config:      "ticket-marker",
	Edit: func(p *Policy) {
		p.Detect = func(e *End) PlanName {
			if e.Offered == ByTicket && e.Offer.ID != 0 {
				return Full
			}
			return e.detect()
		}
	},
})
