package resume

// The server says that a fatal alert ends tickets, and has no revocation set.
var _ = defect(Defect{
	Name:        "fatal-alert-keeps-tickets",
	Requirement: "RFC5246-7.2-FATAL-INVALIDATES-SID",
	Breaks:      "no-resume-after-fatal",
	Config:      "fatal-alert-rfc5246",
	Edit: func(p *Policy) {
		p.Forget = func(s *State, at Place, b Burn) { s.forget(at, Burn{b.Master, min(b.Loss, LosesWhatIsHeld)}) }
	},
})
