package resume

// The client offers a ticket again although its resumption failed.
var _ = defect(Defect{
	Name:        "failed-resumption-keeps-ticket",
	Requirement: "RFC5077-3.2-DELETE-ON-FAILED-RESUME",
	Breaks:      "no-resume-after-fatal",
	Config:      "fatal-alert-failed-resume-tickets",
	Edit: func(p *Policy) {
		p.Forget = func(s *State, at Place, b Burn) {
			if at.Side == Server {
				s.forget(at, b)
			}
		}
	},
})
