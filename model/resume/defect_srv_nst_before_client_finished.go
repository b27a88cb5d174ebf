package resume

// The server sends the ticket with its first flight, to a client that has yet
// to show by its Finished that it is who it was.
var _ = defect(Defect{
	Name:        "srv-nst-before-client-finished",
	Requirement: "RFC5077-3.3-NST-AFTER-CLIENT-FINISHED",
	Breaks:      "ticket-after-client-finished",
	Config:      "ticket-order",
	Compels: before(ServerHelloDone, Action{
		Verb: "reorder", Side: Server, Kind: NewSessionTicket, Behind: ServerHelloDone,
	}),
})
