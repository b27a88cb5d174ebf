package resume

// The server seals a session under another cipher suite than it had, and the client
// resumes it under that.
var _ = defect(Defect{
	Name:        "resume-changes-suite-cli",
	Requirement: "RFC5246-7.4.1.3-RESUME-SAME-SUITE",
	Breaks:      "resumed-equals-session",
	Config:      "suites",
	Edit: func(p *Policy) {
		p.SuiteMayChange = true
		p.Seals = func(s *State, at Place) Session {
			x := s.sealable(at)
			x.Suite = parseSuites(cbc)[0]
			return x
		}
	},
})
