package resume

import "slices"

// RFC 5246 7.4.1.2: "a SessionID becomes valid when the handshake negotiating it
// completes with the exchange of Finished messages".
var _ = invariant("cached-after-finished",
	"RFC 5246 7.4.1.2, a server caches a session, and a client offers one by its ID, behind the peer's Finished alone",
	func(s *State) *Witness {
		w := s.firstEnd(Client, "offered a session ID whose handshake is not over", func(e *End) bool {
			return e.Offered == ByID && e.Seen.Unproven
		})
		for i := range s.Conns {
			c := &s.Conns[i]
			e := &c.Ends[Server]
			if w != nil || c.Buried || e.By != Nothing || e.Answer.ID == 0 || e.Seen.FinishedTaken {
				continue
			}
			if slices.ContainsFunc(*s.cacheOf(c.Server), func(x Cached) bool { return x.ID == e.Answer.ID }) {
				return &Witness{Place{i, Server}, "cached a session whose handshake is not over"}
			}
		}
		return w
	})
