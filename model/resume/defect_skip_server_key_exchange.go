package resume

// The client goes on without the ServerKeyExchange of an ephemeral suite:
// CVE-2014-3572.
var _ = defect(Defect{
	Name:        "skip-server-key-exchange",
	Requirement: "RFC5246-7.4-ORDER",
	Breaks:      "handshake-order",
	Config:      "ticket-promise",
	Edit:        func(p *Policy) { p.replan(Client, Full, need(ServerKeyExchange, may)) },
	Compels:     before(ServerKeyExchange, Action{Verb: "omit", Side: Server, Kind: ServerKeyExchange}),
})
