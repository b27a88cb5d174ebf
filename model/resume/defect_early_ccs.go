package resume

// The server changes its cipher whenever it is told to, with or without a master
// secret: CVE-2014-0224.
var _ = defect(Defect{
	Name:        "early-ccs",
	Requirement: "RFC5246-7.1-CCS-PLACE",
	Breaks:      "ccs-keys",
	Config:      "ticket-promise",
	Edit:        func(p *Policy) { p.Tolerates[Server].add(ChangeCipherSpec) },
	Excuses:     []string{"sent-under-own-keys"},
	Compels: before(ClientKeyExchange, Action{
		Verb: "reorder", Side: Client, Kind: ClientKeyExchange, Behind: ChangeCipherSpec,
	}),
})
