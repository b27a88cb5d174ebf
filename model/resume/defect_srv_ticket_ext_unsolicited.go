package resume

// The server promises a ticket to a client that is not ready for one.
var _ = defect(Defect{
	Name:        "srv-ticket-ext-unsolicited",
	Requirement: "RFC5077-3.2-SH-EXT-ONLY-IF-OFFERED",
	Breaks:      "no-unsolicited-extension",
	Config:      "mixed-fleet-format-fence",
	Edit: func(p *Policy) {
		p.Answers = func(e *End) { e.Answer.Promised = e.By == Nothing }
	},
})
