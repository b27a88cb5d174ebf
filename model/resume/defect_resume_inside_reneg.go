package resume

// The server does not expect an abbreviated handshake behind the first, and keeps the
// flag of a full one.
var _ = defect(Defect{
	Name:        "resume-inside-reneg",
	Requirement: "RFC5746-3.4-APPLIES-TO-RESUMPTION",
	Breaks:      "agreement",
	Config:      "renegotiation",
	Edit: func(p *Policy) {
		p.Reports = func(e *End) {
			if e.Again {
				e.Belief.By = Nothing
			}
		}
	},
})
