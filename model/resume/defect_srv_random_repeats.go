package resume

// The server copies the client's random into its own hello.
var _ = defect(Defect{
	Name:        "srv-random-repeats",
	Requirement: "RFC5246-7.4.1.3-RANDOM-INDEPENDENT",
	Breaks:      "binding-apart",
	Config:      "ticket-promise",
	Edit: func(p *Policy) {
		p.Random = func(s *State, at Place) Value {
			if at.Side == Server {
				return s.end(at).Offer.Random
			}
			return s.fresh()
		}
	},
})
