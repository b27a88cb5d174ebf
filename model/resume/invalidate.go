package resume

import "slices"

// A Loss is what a fatal alert takes of the session of its connection, at the
// node that sent or received it.
type Loss uint8

// The losses. What a node holds itself is a session ID, or the client's ticket.
const (
	LosesNothing Loss = iota
	LosesWhatIsHeld
	LosesTickets // those that are out, as well
)

// loss is how the end reads RFC 5246 7.2.2, "Servers and clients MUST forget
// any session-identifiers, keys, and secrets associated with a failed
// connection", of a connection that fails with this end. Which alert it is
// makes no difference: D'Errico (TLS list, 2009-10-31) names bad_record_mac
// first.
func (e *End) loss() Loss {
	resuming := !e.Done && e.belonging() != 0
	switch {
	case e.Readings.has(InvalidateNever):
		return LosesNothing
	case e.Readings.has(InvalidateFailedResume) && !resuming:
		return LosesNothing
	case e.Readings.has(InvalidateRFC5246):
		return LosesTickets
	}
	// RFC 5077 5.1: "failure to invalidate sessions does not pose a security
	// risk". A client deletes its ticket (3.2, 5246 7.2.2).
	return LosesWhatIsHeld
}

// A Burn is a session that saw a fatal alert, and what it was to lose by that.
// Nothing but invariants and goals looks at it.
type Burn struct {
	Master Value
	Loss   Loss
}

// burnt says whether the session is among those that lost so much.
func burnt(all []Burn, master Value, least Loss) bool {
	return slices.ContainsFunc(all, func(b Burn) bool { return b.Master == master && b.Loss >= least })
}

// fatal notes that a fatal alert went over a connection. It touches no session
// that the connection does not belong to: RFC 5077 5.1, "the implementation
// should verify the integrity of the ticket before using the contents to
// invalidate a session".
func (s *State) fatal(p Place) {
	e := s.end(p)
	loss, own, failed := e.loss(), e.belonging(), s.world.policy.Failed(e, p.Side)
	if e.Again && e.Former != own {
		// The keys of the handshake before protect the connection still.
		s.burn(p, Burn{e.Former, loss})
		s.world.policy.Forget(s, p, Burn{e.Former, loss})
	}
	if own != 0 {
		s.burn(p, Burn{own, loss})
	}
	if failed != 0 {
		e.Seen.Wronged = failed != own
		s.world.policy.Forget(s, p, Burn{failed, loss})
	}
}

// burn notes for invariants what an end is to lose.
func (s *State) burn(p Place, b Burn) {
	if p.Side == Server {
		srv := s.server(p)
		srv.Burnt = append(srv.Burnt, b)
		return
	}
	c := s.client(p)
	c.Burnt = append(c.Burnt, b)
	for i := range c.Store {
		held := &c.Store[i]
		held.Lost = held.Lost || held.Session.Master == b.Master && b.Loss > LosesNothing
	}
}

// forget removes what a session loses. RFC 5246 7.2: "other connections
// corresponding to the session may continue", and a client that they bring a
// new ticket has it. A revocation set is kept as long as the ticket keys.
func (s *State) forget(p Place, b Burn) {
	if b.Loss == LosesNothing {
		return
	}
	if p.Side == Client {
		c := s.client(p)
		c.Store = slices.DeleteFunc(c.Store, func(h Stored) bool { return h.Session.Master == b.Master })
		return
	}
	srv := s.server(p)
	cache := s.cacheOf(s.Conns[p.Conn].Server)
	*cache = slices.DeleteFunc(*cache, func(c Cached) bool { return c.Session.Master == b.Master })
	if b.Loss == LosesTickets && !slices.Contains(srv.Revoked, b.Master) {
		srv.Revoked = append(srv.Revoked, b.Master)
	}
}
