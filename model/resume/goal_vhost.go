package resume

// What can happen between virtual hosts.
var (
	_ = goal("further-host", "RFC 6066 3, the name in the hello selects a virtual host that is not the default",
		func(s *State) bool {
			for _, c := range s.agreedConns {
				n := &s.Servers[c.Server].Options
				if h := c.Ends[Server].Host.Name; h != n.Hosts[0].Name && c.Ends[Client].Belief.Peer == h {
					return true
				}
			}
			return false
		}, "peer-took-part", "agreement")
	_ = goal("astray", "RFC 6066 3, a client that was led to another server sees it by the certificate, though it holds a session",
		func(s *State) bool {
			for i := range s.Conns {
				ends := &s.Conns[i].Ends
				if ends[Server].Seen.Declined == TicketDoesNotOpen && ends[Client].Seen.Aborted == BadCertificate {
					return true
				}
			}
			return false
		}, "peer-took-part")
	_ = goal("resume-named", "RFC 6066 3, a session is resumed under its server name, and the ServerHello does not repeat it",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Done && e.By != Nothing && e.Offer.SNI != 0 })
		}, "resumed-hello-bare")
	_ = goal("resume-in-other-case", "RFC 6066 3, a session is resumed under its server name in another case",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool {
				return e.Done && e.By != Nothing && e.Belief.SNI != e.Session.SNI && s.world.same(e.Belief.SNI, e.Session.SNI)
			})
		}, "resumed-equals-session")
	_ = goal("resume-under-other-name", "RFC 4366 3.1 has no rule: a session is resumed under another server name",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool {
				return e.Done && e.By != Nothing && !s.world.same(e.Belief.SNI, e.Session.SNI)
			})
		}, "resumed-equals-session", "agreement")
	_ = goal("resume-in-other-order", "RFC 5246 7.4.1.3, a session keeps its suite, though the client now likes another better",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Done && e.By != Nothing && e.Seen.Outranked })
		}, "resumed-equals-session", "resumed-suite-shared", "agreement")
	_ = goal("other-session-kept", "RFC 6066 3, a client that holds a session for one name offers none under another",
		func(s *State) bool {
			for i := range s.Conns {
				c := &s.Conns[i]
				e := &c.Ends[Client]
				held := s.Clients[c.Client].Store
				if !c.Buried && e.At == 1 && e.Offered == Nothing && len(held) == 1 && held[0].Session.SNI != e.Offer.SNI {
					return true
				}
			}
			return false
		}, "offer-under-own-name")
)
