package resume

// The client takes its own Finished for the tls-unique, also when a session was
// resumed and the server's was first.
var _ = defect(Defect{
	Name:        "tls-unique-always-client-finished",
	Requirement: "RFC5929-3.1-FIRST-FINISHED",
	Breaks:      "tls-unique-first",
	Config:      "ticket-promise",
	Edit:        bindsToClientFinished(Client),
})

// bindsToClientFinished makes the client's Finished the tls-unique of a side.
func bindsToClientFinished(side Side) func(*Policy) {
	return func(p *Policy) {
		p.Unique = func(s *State, at Place, finished *[2]Verify) Verify {
			if at.Side == side {
				return finished[Client]
			}
			return s.first(at, finished)
		}
	}
}
