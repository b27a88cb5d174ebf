package resume

// Two configurations of a client have one store, which takes no note of the certificate
// behind a session: either offers what the other made.
var _ = defect(Defect{
	Name:        "client-cache-shared-across-configs",
	Requirement: "RFC5246-F.1.4-FORCE-FULL-IF-SUSPECT",
	Breaks:      "client-is-itself",
	Config:      "client-auth-apart",
	Edit: func(p *Policy) {
		p.offerDespite("identity-of-another")
		p.Remembered = func(s *State, at Place, sni Name) (Stored, bool) {
			c := &s.Conns[at.Conn]
			self := c.Client
			defer func() { c.Client = self }()
			for c.Client = range s.Clients {
				if held, ok := s.remembered(at, sni); ok {
					return held, true
				}
			}
			return Stored{}, false
		}
	},
})
