package resume

// The client takes the server's Finished right behind its ServerHello, made with no
// master secret at all, as JSSE did.
var _ = defect(Defect{
	Name:        "early-finished",
	Requirement: "RFC5246-7.4.9-FINISHED-VERIFIED",
	Breaks:      "handshake-order",
	Config:      "ticket-promise",
	Edit:        func(p *Policy) { p.insert(Client, Full, ServerHello, Slot{Server, Finished, may}) },
	Compels:     before(ServerHello, Action{Verb: "reorder", Side: Server, Kind: Finished, Behind: ServerHello}),
	Excuses:     []string{"ticket-iff-promised"},
})
