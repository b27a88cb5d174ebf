package resume

import "slices"

// A Ticket is a session that a server has sealed: opaque to all who do not
// have the key (RFC 5077 4). The zero Ticket is the empty one.
type Ticket struct {
	Serial Value // its bytes
	Key    Value
	Seals  Session
	Fenced bool // sealed for builds that know RFC 7627 alone
	// Until is how long its hint is good, counted from the issue. Nothing but
	// invariants and goals looks at it.
	Until Seconds
}

func (t *Ticket) empty() bool { return t.Serial == 0 }

// opens says whether the server has the key of the ticket.
func (n *ServerNode) opens(t *Ticket) bool {
	return slices.Contains(n.Ring, t.Key) && n.Options.reads(t.Fenced)
}

// seal makes a ticket for the session of this connection, and its hint. RFC
// 5077 3.3: a server that "does not want to include a ticket after it has
// included the SessionTicket extension" sends one of zero length.
func (s *State) seal(p Place) (Ticket, Seconds) {
	srv, e, hint := s.server(p), s.end(p), s.hint(p)
	if e.Readings.has(IssueEmpty) {
		return Ticket{}, 0
	}
	e.Seen.OldKey = s.Now-srv.Sealing >= Week
	return Ticket{
		Serial: s.fresh(), Key: srv.Ring[len(srv.Ring)-1], Seals: s.world.policy.Seals(s, p), Fenced: s.world.policy.Fences(e, InTicket),
		Until: s.Now + hint,
	}, hint
}

// A Receipt is a ticket that came, and when. RFC 5077 3.3: the hint counts
// from the receipt.
type Receipt struct {
	Ticket Ticket
	Hint   Seconds
	At     Seconds
}

// takeTicket keeps the ticket until the server's Finished is verified.
func (s *State) takeTicket(p Place, m *Message) Alert {
	e := s.end(p)
	e.Receipt = Receipt{m.Ticket, m.Hint, s.Now}
	e.Seen.TicketTaken = !m.Ticket.empty()
	return NoAlert
}

// watchTicket notes what invariants want to know of a ticket that leaves.
func (e *End) watchTicket() {
	e.Seen.TicketSent = true
	e.Seen.TicketAfterCCS = e.Seen.TicketAfterCCS || e.Writing
	e.Seen.TicketEarly = e.Seen.TicketEarly || e.Plan == Full && !e.Seen.FinishedTaken
}
