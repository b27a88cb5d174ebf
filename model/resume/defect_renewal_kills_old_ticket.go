package resume

import "slices"

// The server takes a ticket for spent once it has sent the one that renews it,
// whether that has arrived or not.
var _ = defect(Defect{
	Name:        "renewal-kills-old-ticket",
	Requirement: "RFC5077-3.3-NO-ASSUME-RECEIPT",
	Breaks:      "ticket-lasts-its-hint",
	Config:      "key-rotation-overlap",
	Edit: func(p *Policy) {
		p.Seals = func(s *State, at Place) Session {
			if e := s.end(at); e.By == ByTicket {
				srv := s.server(at)
				srv.Revoked = append(srv.Revoked, e.Offer.Ticket.Serial)
			}
			return s.end(at).Session
		}
		p.Refusals = append([]Refusal{{SessionRevoked, "", func(q *Question) bool {
			return q.Ticket != nil && slices.Contains(q.Server.Revoked, q.Ticket.Serial)
		}}}, p.Refusals...)
	},
})
