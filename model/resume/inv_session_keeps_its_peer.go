package resume

import "slices"

// TLS list 2009-10-28: a resumed session is the session that was made. So whom a client has
// it down with is the host that made it, of which the server keeps a note of its own.
var _ = invariant("session-keeps-its-peer",
	"TLS list 2009-10-28 and RFC 5246 F.1.1, a client stores a session under the name of the host that made it, and that its certificate had",
	func(s *State) *Witness {
		for i := range s.Clients {
			for j := range s.Clients[i].Store {
				held := &s.Clients[i].Store[j]
				if host := s.madeAt(held); host != 0 && held.Session.Peer != 0 && !s.world.same(host, held.Session.Peer) {
					return &Witness{Place{s.lastOf(i), Client}, "stored a session as one of another server"}
				}
			}
		}
		return nil
	})

// madeAt is the host that made a session, by its ticket or by a cache that has its ID.
func (s *State) madeAt(held *Stored) Name {
	if !held.Ticket.empty() {
		return held.Ticket.Seals.Host.Name
	}
	for i := range s.Servers {
		cache := *s.cacheOf(i)
		if at := slices.IndexFunc(cache, func(c Cached) bool { return c.ID == held.ID }); at >= 0 {
			return cache[at].Session.Host.Name
		}
	}
	return 0
}
