package resume

// The server gives a session ID beside its promise of a ticket.
var _ = defect(Defect{
	Name:        "srv-id-beside-promise",
	Requirement: "RFC5077-3.4-EMPTY-SID-WHEN-ISSUING",
	Breaks:      "no-id-beside-ticket",
	Config:      "ticket-marker",
	Edit:        func(p *Policy) { p.Names = func(o *Options, _ *Answer) bool { return o.Cache } },
})
