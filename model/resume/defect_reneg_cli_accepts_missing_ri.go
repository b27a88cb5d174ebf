package resume

// The server answers a renegotiating hello without renegotiation_info, and the client
// goes on.
var _ = defect(Defect{
	Name:        "reneg-cli-accepts-missing-ri",
	Requirement: "RFC5746-3.5-SH-PRESENT",
	Breaks:      "ri-chain",
	Config:      "renegotiation",
	Excuses:     []string{"ri-signalled"},
	Edit: func(p *Policy) {
		p.Reply = func(s *State, at Place) (Info, [2]Verify) {
			if s.end(at).Again {
				return NoInfo, [2]Verify{}
			}
			return s.reply(at)
		}
		p.overlook("client-missing")
	},
})
