package resume

// dial: RFC 5246 7.4.1.2, the client says hello, and offers to resume the
// newest session that it holds for the name of the server.
var _ = action("dial", "RFC 5246 7.4.1.2", func(s *State, a Action) bool {
	if a.Conn != len(s.Conns) {
		return false
	}
	s.Conns = append(s.Conns, Conn{Client: a.Client, Server: a.Server})
	s.greet(Place{a.Conn, Client})
	return true
})

// greet begins the client's handshake.
func (s *State) greet(p Place) {
	e := s.end(p)
	o := s.options(p)
	e.Own, e.Readings, e.Identity = o.extends(), o.Readings, o.Identity
	e.Offer = s.offer(p)
	s.world.policy.Asks(e)
	if o.AlwaysID && e.Offer.ID == 0 {
		e.Offer.ID = s.fresh() // RFC 5246 7.4.1.2: it is no ID that the server knows
	}
	e.Seen.Unready = e.Offer.Ready && !o.Tickets
	e.Transcript.Randoms[Client] = e.Offer.Random
	e.At = 1
	s.watchOrder(p, Client, ClientHello)
	s.speak(p, ClientHello)
}

// random is the one of a hello.
func (s *State) random(p Place) Value {
	last := s.Last
	r := s.world.policy.Random(s, p)
	s.end(p).Seen.RandomRepeated = r <= last
	return r
}

// offer is what the client says in its hello, and what it will resume by it.
func (s *State) offer(p Place) Offer {
	c, e := s.client(p), s.end(p)
	o := Offer{
		Random: s.random(p), Ready: c.Options.Tickets, EMS: c.Options.extends(),
		SNI: c.Options.SNI, Suites: c.Options.Suites,
	}
	o.Info, o.Bound = s.world.policy.Signal(s, p)
	e.Seen.Silent = o.Info == NoInfo && !e.Readings.has(LegacyReneg)
	held, ok := s.world.policy.Remembered(s, p, o.SNI)
	if !ok {
		return o
	}
	w := s.world.policy.withhold(s, c, &held)
	if s.watchOffer(p, &held, w); w != nil {
		e.Seen.Legacy, e.Seen.Modern = !held.Session.EMS, held.Session.EMS
		return o
	}
	e.Held = held.Session
	e.Seen.OtherName = held.Session.SNI != 0 && o.SNI != 0 && !s.world.same(held.Session.SNI, o.SNI)
	e.Seen.Burnt, e.Seen.Dead = burnt(c.Burnt, held.Session.Master, LosesNothing), held.Lost
	e.Seen.Unproven, e.Seen.Suiteless = !held.Proven, !o.Suites.has(held.Session.Suite)
	if held.Ticket.empty() {
		e.Offered, o.ID = ByID, held.ID
		return o
	}
	e.Offered, o.Ticket = ByTicket, held.Ticket
	if c.Options.Marker {
		o.ID, e.Seen.Beside = s.world.policy.Marker(s, p), true // RFC 5077 3.4: "the client MAY generate and include a Session ID"
	}
	return o
}

// takeServerHello learns from the ServerHello whether the session is resumed,
// if it says.
func (s *State) takeServerHello(p Place, m *Message) Alert {
	e := s.end(p)
	e.Answer, e.Before = m.Answer, nil
	e.Transcript.Randoms[Server] = m.Answer.Random
	// RFC 5246 settles no order of what may be wrong: as it stands in the message.
	switch {
	case !e.Offer.Suites.has(e.Answer.Suite):
		return IllegalParameter // RFC 5246 7.4.1.3: from the client's list
	case s.world.policy.Unsolicited(&e.Offer, &e.Answer):
		return UnsupportedExtension
	}
	if alert := s.examine(p, e.Answer.Info); alert != NoAlert {
		return alert
	}
	switch {
	case e.Offer.ID != 0 && e.Answer.ID == e.Offer.ID && e.Offered == Nothing:
		return IllegalParameter // RFC 5246 7.4.1.3: resumed, but nothing was offered
	}
	switch e.Plan = s.world.policy.Detect(e); e.Plan {
	case Abbreviated:
		return s.takeResumption(p)
	case Full:
		s.begin(p)
	}
	if s.judgeEMS(p, NoSession) == Abort {
		return s.world.policy.EMSAlert
	}
	return NoAlert
}

// detect tells by the ServerHello which handshake follows. RFC 5246 7.3: the same
// session ID says that the session is resumed; RFC 5077 3.4: a client that offered
// a ticket with an empty one "determines if the server is resuming a session by
// the subsequent handshake messages".
func (e *End) detect() PlanName {
	switch {
	case e.Offer.ID != 0 && e.Answer.ID == e.Offer.ID:
		return Abbreviated
	case e.Offer.ID == 0 && !e.Offer.Ticket.empty():
		return Undecided
	}
	return Full
}

// unsolicited: RFC 5246 7.4.1.4, an extension that the client did not offer
// makes it abort. The SCSV offers renegotiation_info (RFC 5746 3.6).
func unsolicited(o *Offer, a *Answer) bool {
	return a.Promised && !o.Ready || a.EMS && !o.EMS || a.Ack && o.SNI == 0 ||
		a.Info != NoInfo && o.Info == NoInfo
}

// decide ends the wait of an undecided client: the plan has been found by the
// message, and what belongs to resumption is checked now.
func (s *State) decide(p Place) Alert {
	if s.end(p).Plan == Abbreviated {
		return s.takeResumption(p)
	}
	s.begin(p)
	return NoAlert
}

// begin begins a full handshake, and with it a new session.
func (s *State) begin(p Place) {
	e := s.end(p)
	e.Plan, e.Held = Full, Session{}
	e.Session = Session{EMS: e.Answer.EMS, Suite: e.Answer.Suite, SNI: e.Offer.SNI, Host: e.Host, Made: s.Now, Born: s.Now}
}

// takeCertificate checks that the certificate is for the name that was asked for.
func (s *State) takeCertificate(p Place, m *Message) Alert {
	e := s.end(p)
	if p.Side == Server {
		return s.takeClientCertificate(p, m)
	}
	if alert := s.identify(p, m.Name); alert != NoAlert {
		return alert
	}
	e.Session.Peer = m.Name
	if !s.world.policy.Expected(s, p, m.Name) {
		return BadCertificate
	}
	return NoAlert
}

// expected says whether a client that asked for a name is shown a certificate for it.
func (s *State) expected(p Place, shown Name) bool {
	sni := s.end(p).Offer.SNI
	return sni == 0 || s.world.same(sni, shown)
}
