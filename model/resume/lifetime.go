package resume

// How long a session may be resumed, as either end has it. RFC 5077 5.6: "The
// TLS server controls the lifetime of the ticket"; 3.3: a hint "relative to when
// the ticket is received" tells the client, and binds neither.

// Week is how long a ticket key may seal. RFC 9325 3.4: "changed regularly, e.g.,
// once every week".
const Week = 7 * Day

// honours is how long behind its full handshake a server resumes a session. RFC
// 5077 3.3: it "MAY treat a ticket as valid for a shorter or longer period of
// time than what is stated in the ticket_lifetime_hint".
func (rs Readings) honours(by By) Seconds {
	switch {
	case by == ByTicket && rs.has(TicketLifetime12h):
		return Day / 2
	case by == ByTicket && rs.has(TicketLifetime2d):
		return 2 * Day
	}
	return Day
}

// hint is what remains of the session's day. RFC 5077 3.3: "A value of zero is reserved
// to indicate that the lifetime of the ticket is unspecified", so it is never that of a
// session that is a day old.
func (s *State) hint(p Place) Seconds {
	e := s.end(p)
	if e.Readings.has(HintUnspecified) {
		return 0
	}
	return max(1, Day-(s.Now-s.sealable(p).Made))
}

// sealable is the session of a server that seals it. In a full handshake it is made
// when the client's Finished is verified, and till then a ticket has that of now.
func (s *State) sealable(p Place) Session {
	e := s.end(p)
	session := e.Session
	if e.Plan == Full && !e.Done && int(e.At) <= s.slot(Server, Full, Client, Finished) {
		session.Made, session.Born = s.Now, s.Now
	}
	return session
}

// keeps is how long a client keeps what it stored. RFC 5077 3.3: it "SHOULD
// delete the ticket and associated state when the time expires. It MAY delete
// the ticket earlier based on local policy"; 5.6: without a hint it has no other.
func (rs Readings) keeps(held *Stored) Seconds {
	own := Day
	if rs.has(ClientLifetime12h) {
		own = Day / 2
	}
	if held.Hint == 0 {
		return own
	}
	return min(own, held.Hint)
}

// over says whether the time of a session is over, counted from the receipt.
func (c *ClientNode) over(s *State, held *Stored) bool {
	return s.Now-held.At >= c.Options.Readings.keeps(held)
}

// gone says whether it is over as the client counts.
func (c *ClientNode) gone(s *State, held *Stored) bool {
	return s.Now-held.Since >= s.world.policy.Keeps(c.Options.Readings, held)
}

// watchOffer notes whether the client offers or withholds a session as its time
// has it.
func (s *State) watchOffer(p Place, held *Stored, withheld *Withholding) {
	x, over := &s.end(p).Seen, s.client(p).over(s, held)
	x.Overdue = over && withheld == nil
	x.Hasty = !over && withheld != nil && withheld.Name == "expired"
}

// watchRefusal notes that a ticket is refused whose hint has not run out since
// it was issued.
func (s *State) watchRefusal(p Place, by By) {
	e := s.end(p)
	switch e.Seen.Declined {
	case TicketDoesNotOpen, SessionTooOld, SessionRevoked:
		e.Seen.Curtailed = by == ByTicket && s.Now < e.Offer.Ticket.Until
	}
}
