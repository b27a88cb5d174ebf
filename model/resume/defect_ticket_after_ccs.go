package resume

// The server's plan has NewSessionTicket behind ChangeCipherSpec.
var _ = defect(Defect{
	Name:        "ticket-after-ccs",
	Requirement: "RFC5077-3.3-NST-BEFORE-CCS",
	Breaks:      "ticket-before-ccs",
	Config:      "ticket-order",
	Compels: before(NewSessionTicket, Action{
		Verb: "reorder", Side: Server, Kind: NewSessionTicket, Behind: ChangeCipherSpec,
	}),
})
