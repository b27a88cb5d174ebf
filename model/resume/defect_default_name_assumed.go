package resume

// The server takes its default host for the name that the client asked for.
var _ = defect(Defect{
	Name:        "default-name-assumed",
	Requirement: "RFC6066-3-CLIENT-SAME-SNI",
	Breaks:      "agreement",
	Config:      "session-id",
	Edit: func(p *Policy) {
		p.NameOf = func(_ *Offer, n *ServerNode) Name { return n.Options.VHost }
	},
})
