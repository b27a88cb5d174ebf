package resume

// tls-unique is that of the full handshake which made the session, in every
// connection that resumes it.
var _ = defect(Defect{
	Name:        "tls-unique-from-session",
	Requirement: "RFC5929-3.1-CONNECTION-NOT-SESSION",
	Breaks:      "binding-apart",
	Config:      "renegotiation-unbound",
	Edit: func(p *Policy) {
		p.Unique = func(s *State, at Place, _ *[2]Verify) Verify { return Verify{Master: s.end(at).Session.Master} }
	},
})
