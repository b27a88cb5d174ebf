package resume

import "slices"

// What a fatal alert does to a session, and what it does not.
var (
	_ = goal("ticket-outlives-fatal",
		"RFC 5077 5.1, a ticket resumes although its session saw a fatal alert at the server",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Done && e.By == ByTicket && e.Seen.Burnt })
		}, "no-resume-after-fatal")
	_ = goal("id-outlives-fatal",
		"TLS list 2009-10-31, a session ID resumes although its session saw a fatal alert at the server",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Done && e.By == ByID && e.Seen.Burnt })
		}, "no-resume-after-fatal")
	_ = goal("offer-despite-fatal",
		"TLS list 2009-10-31, a client resumes a session that saw a fatal alert there",
		func(s *State) bool {
			return s.some(Client, func(e *End) bool { return e.Done && e.By != Nothing && e.Seen.Burnt })
		}, "no-resume-after-fatal")
	_ = goal("ticket-deleted-by-fatal",
		"RFC 5246 7.2.2, a fatal alert on a connection that had a ticket, and the client has it no more",
		func(s *State) bool {
			return s.deleted(func(e *End) bool { return e.Done && e.Seen.TicketTaken })
		}, "no-resume-after-fatal")
	_ = goal("ticket-deleted-by-failed-resumption",
		"RFC 5077 3.2, the ticket was accepted and the handshake failed: the client has it no more",
		func(s *State) bool {
			return s.deleted(func(e *End) bool { return !e.Done && e.By == ByTicket })
		}, "no-resume-after-fatal")
	_ = goal("revoked-ticket",
		"RFC 5246 7.2.2, a ticket in the server's revocation set leads to a full handshake",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Done && e.Seen.Declined == SessionRevoked })
		}, "no-resume-after-fatal")
	_ = goal("other-connection-continues",
		"RFC 5246 7.2, a connection of a session goes on behind the fatal alert of another",
		func(s *State) bool {
			for _, c := range s.agreedConns {
				e := &c.Ends[Client]
				began := !e.Seen.Burnt && !c.Ends[Server].Seen.Burnt
				if began && e.Life == Alive && e.By != Nothing &&
					burnt(s.Servers[c.Server].Burnt, e.Session.Master, LosesWhatIsHeld) {
					return true
				}
			}
			return false
		}, "no-resume-after-fatal")
	_ = goal("unverified-ticket-fails",
		"RFC 5077 5.1, a connection fails whose ticket the server could not verify",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool {
				return !e.Done && e.Seen.Declined == TicketDoesNotOpen && e.Seen.Aborted != NoAlert
			})
		}, "forged-ticket-harmless")
	_ = goal("revoked-elsewhere",
		"RFC 5246 7.2.2, a ticket that one server has revoked resumes at another that has its key",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Done && e.Seen.Elsewhere })
		}, "no-resume-after-fatal")
)

// deleted says whether a client has lost a session to a fatal alert on such a
// connection.
func (s *State) deleted(on func(*End) bool) bool {
	for i := range s.Conns {
		c := &s.Conns[i]
		e, n := &c.Ends[Client], &s.Clients[c.Client]
		if c.Buried || e.Life != Over || !on(e) || !burnt(n.Burnt, e.Session.Master, LosesWhatIsHeld) {
			continue
		}
		if !slices.ContainsFunc(n.Store, func(h Stored) bool { return h.Session.Master == e.Session.Master }) {
			return true
		}
	}
	return false
}
