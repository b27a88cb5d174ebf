package resume

// Both ends negotiate again without a word of the handshake before: CVE-2009-3555.
var _ = defect(Defect{
	Name:        "reneg-unbound",
	Requirement: "RFC5746-3.7-EXT-REQUIRED",
	Breaks:      "ri-chain",
	Config:      "renegotiation",
	Edit: func(p *Policy) {
		p.Signal = func(*State, Place) (Info, Verify) { return SCSV, Verify{} }
		p.Reply = func(*State, Place) (Info, [2]Verify) { return EmptyInfo, [2]Verify{} }
		p.overlook("server-scsv", "client-unequal")
	},
})
