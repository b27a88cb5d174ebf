package resume

// The client counts the hint from when the ticket was issued.
var _ = defect(Defect{
	Name:        "hint-from-issue-not-receipt",
	Requirement: "RFC5077d-3.3-HINT-RELATIVE-TO-RECEIPT",
	Breaks:      "offer-within-hint",
	Config:      "ticket-age",
	Edit: func(p *Policy) {
		p.Counted = func(r *Receipt) Seconds { return r.Ticket.Seals.Made }
	},
})
