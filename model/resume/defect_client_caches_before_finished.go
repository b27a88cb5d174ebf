package resume

// The client holds a session by the ID of the ServerHello, whatever becomes of the
// handshake.
var _ = defect(Defect{
	Name:        "client-caches-before-finished",
	Requirement: "RFC5246-7.4.1.2-SID-VALID-AFTER-FINISHED",
	Breaks:      "cached-after-finished",
	Config:      "session-lookup",
	Edit: func(p *Policy) {
		p.Usable.add(ServerHello)
	},
})
