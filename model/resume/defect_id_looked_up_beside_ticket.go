package resume

// The server names sessions by ID beside their tickets, and looks for the ID first.
// A client that sends it as the marker of RFC 5077 3.4 shows it.
var _ = defect(Defect{
	Name:        "id-looked-up-beside-ticket",
	Requirement: "RFC5077-3.4-NO-STATEFUL-WHEN-TICKET",
	Breaks:      "ticket-decides",
	Config:      "ticket-marker",
	Excuses:     []string{"no-id-beside-ticket"},
	Edit: func(p *Policy) {
		p.Names = func(o *Options, _ *Answer) bool { return o.Cache }
		p.Marker = func(s *State, at Place) Value {
			for _, c := range *s.cacheOf(s.Conns[at.Conn].Server) {
				if c.Session.Master == s.end(at).Held.Master {
					return c.ID
				}
			}
			return s.fresh()
		}
		p.Recall = func(s *State, at Place) (Session, By) {
			for _, c := range *s.cacheOf(s.Conns[at.Conn].Server) {
				if c.ID == s.end(at).Offer.ID {
					return c.Session, ByID
				}
			}
			return s.recall(at)
		}
	},
})
