package resume

// The server takes the client's Finished without ChangeCipherSpec, in the clear:
// CVE-2014-6593.
var _ = defect(Defect{
	Name:        "skip-ccs",
	Requirement: "RFC5246-7.4.9-FINISHED-NEEDS-CCS",
	Breaks:      "finished-needs-ccs",
	Config:      "ticket-promise",
	Edit:        func(p *Policy) { p.replan(Server, Full, need(ChangeCipherSpec, may)) },
	Compels:     before(ChangeCipherSpec, Action{Verb: "omit", Side: Client, Kind: ChangeCipherSpec}),
})
