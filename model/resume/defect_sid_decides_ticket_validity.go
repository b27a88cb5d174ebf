package resume

// The server takes no ticket with a session ID beside it that it does not know.
var _ = defect(Defect{
	Name:        "sid-decides-ticket-validity",
	Requirement: "RFC5077-3.4-SID-NOT-PART-OF-VALIDATION",
	Breaks:      "ticket-decides",
	Config:      "ticket-marker",
	Edit: func(p *Policy) {
		p.Refusals = append([]Refusal{{TicketDoesNotOpen, "", func(q *Question) bool {
			return q.Ticket != nil && q.Offer.ID != 0
		}}}, p.Refusals...)
	},
})
