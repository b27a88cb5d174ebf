package resume

// Retirement keeps old ticket keys from sealing, as rotation has done already.
var _ = defect(Defect{
	Name:        "stek-retired-still-opens",
	Requirement: "RFC9325-3.4-DESTROY-OLD",
	Breaks:      "ticket-live",
	Config:      "ticket-order",
	Edit: func(p *Policy) {
		p.Retire = func(*ServerNode) {}
	},
})
