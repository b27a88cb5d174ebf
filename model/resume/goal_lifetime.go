package resume

import "slices"

// What the clock and the operator of the keys do to tickets.
var (
	_ = goal("old-key-opens",
		"RFC 5077 5.5, a ticket resumes whose key seals no more",
		func(s *State) bool {
			for i := range s.Conns {
				e, ring := &s.Conns[i].Ends[Server], s.Servers[s.Conns[i].Server].Ring
				if !s.Conns[i].Buried && e.By == ByTicket && !e.Done && e.Offer.Ticket.Key != ring[len(ring)-1] {
					return true
				}
			}
			return false
		}, "ticket-lasts-its-hint", "ticket-live")
	_ = goal("key-nearly-due",
		"RFC 9325 3.4, a ticket is sealed under a key that has sealed for days, though not for a week",
		func(s *State) bool {
			for i := range s.Conns {
				c := &s.Conns[i]
				old := s.Now-s.Servers[c.Server].Sealing >= Week-2*Day
				if e := &c.Ends[Server]; !c.Buried && old && e.Seen.TicketSent && !e.Seen.OldKey {
					return true
				}
			}
			return false
		}, "key-within-period")
	_ = goal("old-ticket-offered",
		"RFC 5077 3.3, a ticket resumes again while the one that renews it is on its way",
		func(s *State) bool {
			for _, k := range s.pairs() {
				a, b := &s.Conns[k[0]].Ends[Server], &s.Conns[k[1]].Ends[Server]
				if a.Answer.Promised && a.By == ByTicket && b.By == ByTicket && a.Session.Master == b.Session.Master && !a.Done {
					return true
				}
			}
			return false
		}, "newest-ticket-kept", "ticket-lasts-its-hint")
	_ = goal("parallel-resumption",
		"TLS list 2009-10-28, a session is resumed by two connections at a time",
		func(s *State) bool {
			for _, k := range s.pairs() {
				a, b := &s.Conns[k[0]].Ends[Client], &s.Conns[k[1]].Ends[Client]
				if a.Done && b.Done && a.By != Nothing && b.By != Nothing && a.Session.Master == b.Session.Master {
					return true
				}
			}
			return false
		}, "agreement")
	_ = goal("reject-within-hint",
		"RFC 5077 3.3, a server refuses a ticket within its hint: it MAY, and the handshake is a full one",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Done && e.By == Nothing && e.Seen.Curtailed })
		}, "ticket-lasts-its-hint")
	_ = goal("resume-past-a-day",
		"RFC 5077 5.6, \"The ticket lifetime may be longer than the 24-hour lifetime recommended in [RFC4346]\"",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool {
				return e.Done && e.By == ByTicket && e.Seen.DayOld
			})
		}, "ticket-live", "offer-within-hint")
)

// pairs are the connections that are not buried, two by two.
func (s *State) pairs() (all [][2]int) {
	var live []int
	for i := range s.Conns {
		if !s.Conns[i].Buried {
			live = append(live, i)
		}
	}
	for i, a := range live {
		for _, b := range slices.Concat(live[:i], live[i+1:]) {
			all = append(all, [2]int{a, b})
		}
	}
	return all
}
