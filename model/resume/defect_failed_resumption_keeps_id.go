package resume

// The server tries to resume a session again whose resumption has failed.
var _ = defect(Defect{
	Name:        "failed-resumption-keeps-id",
	Requirement: "DERRICO2009-ONE-TRY-THEN-DELETE",
	Breaks:      "no-resume-after-fatal",
	Config:      "fatal-alert-failed-resume",
	Edit: func(p *Policy) {
		p.Forget = func(s *State, at Place, b Burn) {
			if at.Side == Client || s.end(at).Done {
				s.forget(at, b)
			}
		}
	},
})
