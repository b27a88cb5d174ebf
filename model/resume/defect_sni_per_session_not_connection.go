package resume

// The server reports the name that the session was made under, not the one that this
// hello asks for.
var _ = defect(Defect{
	Name:        "sni-per-session-not-connection",
	Requirement: "RFC6066-3-SNI-IN-LOOKUP",
	Breaks:      "agreement",
	Config:      "vhost-names",
	Edit: func(p *Policy) {
		p.Reports = func(e *End) {
			if e.By != Nothing {
				e.Belief.SNI = e.Session.SNI
			}
		}
	},
})
