package resume

// The server promises a ticket and changes its mind without saying so: RFC 5077
// 3.3 wants a ticket of zero length then.
var _ = defect(Defect{
	Name:        "srv-promise-without-nst",
	Requirement: "RFC5077-3.3-NST-IF-PROMISED",
	Breaks:      "ticket-iff-promised",
	Config:      "ticket-order",
	Compels: before(NewSessionTicket, Action{
		Verb: "omit", Side: Server, Kind: NewSessionTicket,
	}),
})
