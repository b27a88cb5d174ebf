package resume

import "slices"

// What can happen to a session ID.
var (
	_ = goal("resume-by-id",
		"RFC 5246 7.3 figure 2, a session in the server's cache is resumed by its ID",
		func(s *State) bool {
			for _, c := range s.agreedConns {
				if c.Ends[Client].By == ByID {
					return true
				}
			}
			return false
		}, "agreement", "resumed-equals-session")
	_ = goal("forgotten-id",
		"RFC 5246 7.4.1.3, an ID that the server does not find leads to a full handshake",
		func(s *State) bool {
			return s.some(Client, func(e *End) bool { return e.Done && e.Offered == ByID && e.By == Nothing })
		}, "no-resume-after-fatal")
	_ = goal("evicted-while-resuming",
		"RFC 5246 7.3, a session is resumed to the end though it has left the cache meanwhile",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Done && e.Seen.Evicted })
		}, "known-session-found")
	_ = goal("resume-one-of-two",
		"RFC 5246 7.4.1.3, the server finds the session of the hello among others",
		func(s *State) bool {
			for _, c := range s.agreedConns {
				e := &c.Ends[Server]
				// The cache is in the order of the full handshakes: what stands before
				// the session was there when it was found.
				found := slices.IndexFunc(*s.cacheOf(c.Server), func(x Cached) bool { return x.ID == e.Answer.ID })
				if e.By == ByID && found > 0 {
					return true
				}
			}
			return false
		}, "known-session-found", "cached-after-finished")
	_ = goal("suite-gone",
		"RFC 5246 7.4.1.3, a client offers a session whose suite the server has no more, and gets another",
		func(s *State) bool {
			for _, c := range s.agreedConns {
				if c.Ends[Server].Seen.Declined == SuiteGone && c.Ends[Client].Offered == ByID {
					return true
				}
			}
			return false
		}, "hello-has-session-suite", "resumed-suite-shared", "agreement")
	_ = goal("suite-withheld",
		"RFC 5246 7.4.1.2, a client does not offer the session that it has, for want of its suite",
		func(s *State) bool {
			for i := range s.Conns {
				c := &s.Conns[i]
				p := Place{i, Client}
				if e := &c.Ends[Client]; c.Buried || e.At != 1 || e.Offered != Nothing || e.Life != Alive {
					continue
				}
				if held, ok := s.stored(p); ok && !c.Ends[Client].Offer.Suites.has(held.Session.Suite) {
					return true
				}
			}
			return false
		}, "hello-has-session-suite")
	_ = goal("cut-leaves-session",
		"RFC 5246 7.2.1, a connection is cut, and its session stays at both ends",
		func(s *State) bool {
			for i := range s.Conns {
				c := &s.Conns[i]
				if !c.Buried && c.Ends[Client].Seen.Cut && c.Ends[Server].Seen.Cut {
					return true
				}
			}
			return false
		}, "cut-keeps-session")
	_ = goal("reject-old-id",
		"RFC 5246 F.1.4, an ID that grew too old on its way leads to a full handshake",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool {
				return e.Done && e.Seen.Declined == SessionTooOld && e.Offer.ID != 0 && !e.Offer.Ready
			})
		}, "session-within-day")
	_ = goal("other-server-name",
		"RFC 6066 3, a session of another server name is not resumed",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Done && e.Seen.Declined == OtherServerName })
		}, "resumed-equals-session")
	_ = goal("no-server-name",
		"RFC 6066 3, a handshake without a server name",
		func(s *State) bool {
			for _, c := range s.agreedConns {
				if c.Ends[Client].Belief.SNI == 0 {
					return true
				}
			}
			return false
		}, "agreement")
	_ = goal("offer-after-fatal",
		"RFC 5246 7.2.2, a client offers a session that saw a fatal alert at the server",
		func(s *State) bool {
			for i := range s.Conns {
				c := &s.Conns[i]
				if e := &c.Ends[Client]; e.Offered == ByID && burnt(s.Servers[c.Server].Burnt, e.Held.Master, LosesNothing) {
					return true
				}
			}
			return false
		}, "no-resume-after-fatal")
	_ = goal("close",
		"RFC 5246 7.2.1, both ends have closed a connection",
		func(s *State) bool {
			for _, c := range s.agreedConns {
				if c.Ends[Client].Life == Over && c.Ends[Server].Life == Over && !c.Deviated {
					return true
				}
			}
			return false
		}, "rollout-safe", "close-answered", "nothing-after-close")
)
