package resume

// The server changes its cipher once more when ChangeCipherSpec comes behind the
// handshake, as OpenSSL did before 1.0.1k.
var _ = defect(Defect{
	Name:        "extra-ccs-rekeys",
	Requirement: "RFC5246-7.1-RECEIVE-SWITCH",
	Breaks:      "handshake-order",
	Config:      "ticket-promise",
	Edit:        func(p *Policy) { p.Tolerates[Server].add(ChangeCipherSpec) },
	Compels: saying(ChangeCipherSpec, Client, func(c *Conn) bool {
		return c.Ends[Client].Done && c.Ends[Server].Done && !c.Deviated
	}),
})
