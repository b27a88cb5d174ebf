package resume

// What can happen while the extended master secret is rolled out and back.
var (
	_ = goal("ems-after-legacy",
		"RFC 7627 5.3, a client that has the extension now does a full handshake instead of offering its legacy session",
		func(s *State) bool {
			return s.some(Client, func(e *End) bool { return e.Done && e.By == Nothing && e.Belief.EMS && e.Seen.Legacy })
		}, "rollout-safe", "resumed-equals-session", "no-legacy-offer")
	_ = goal("legacy-after-ems",
		"TLS list 2021-10-25, a client that lost the extension does not offer a session that uses it",
		func(s *State) bool {
			return s.some(Client, func(e *End) bool { return e.Done && e.By == Nothing && !e.Belief.EMS && e.Seen.Modern })
		}, "rollout-safe")
	_ = goal("ems-session-ignored",
		"TLS list 2021-10-25, a server that lost the extension ignores a session that uses it",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Done && e.By == Nothing && e.Seen.in("ems-session-legacy-server") })
		}, "rollout-safe", "agreement")
	_ = goal("resume-legacy",
		"RFC 7627 5.3, neither session nor hello has the extension, and the server goes on",
		func(s *State) bool {
			for _, c := range s.agreedConns {
				if b := &c.Ends[Client].Belief; b.By != Nothing && !b.EMS {
					return true
				}
			}
			return false
		}, "resumed-equals-session", "agreement")
	_ = goal("resume-ems",
		"RFC 7627 5.3, session and hellos have the extension",
		func(s *State) bool {
			for _, c := range s.agreedConns {
				if b := &c.Ends[Client].Belief; b.By != Nothing && b.EMS {
					return true
				}
			}
			return false
		}, "resumed-equals-session", "agreement")
)
