package resume

// The server that accepts a ticket sends a session ID of its own.
var _ = defect(Defect{
	Name:        "ticket-accepted-under-other-id",
	Requirement: "RFC5077-3.4-ECHO-SID-ON-ACCEPT",
	Breaks:      "rollout-safe",
	Config:      "ticket-marker",
	Edit: func(p *Policy) {
		p.Echo = func(*State, Place) Value { return 0 }
	},
})
