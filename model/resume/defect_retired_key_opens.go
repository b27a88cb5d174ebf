package resume

// The server opens tickets with keys that were retired.
var _ = defect(Defect{
	Name:        "retired-key-opens",
	Requirement: "RFC5077-5.5-KEYS-ROTATE",
	Breaks:      "ticket-live",
	Config:      "ticket-order",
	Edit:        func(p *Policy) { p.resumeDespite(TicketDoesNotOpen) },
})
