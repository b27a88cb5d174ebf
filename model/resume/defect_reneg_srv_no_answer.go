package resume

// The server does not heed the SCSV, and answers without renegotiation_info.
var _ = defect(Defect{
	Name:        "reneg-srv-no-answer",
	Requirement: "RFC5746-3.6-SCSV-SETS-FLAG",
	Breaks:      "ri-signalled",
	Config:      "ticket-promise",
	Edit: func(p *Policy) {
		p.Reply = func(*State, Place) (Info, [2]Verify) { return NoInfo, [2]Verify{} }
	},
})
