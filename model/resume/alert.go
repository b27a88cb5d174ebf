package resume

// send: RFC 5246 10, application data.
var _ = action("send", "RFC 5246 10", func(s *State, a Action) bool {
	p := a.place()
	e := s.end(p)
	if !s.world.policy.Talks(e) || e.Life != Alive {
		return false
	}
	m := Message{Kind: ApplicationData, Name: s.world.name(a.Text)}
	e.Seen.DataSaid = true
	e.watchData(e.talks())
	s.transmit(p, m)
	s.sent(p, &m)
	return true
})

// watchData notes that application data passes an end when it must not, or in
// the middle of a handshake.
func (e *End) watchData(may bool) {
	e.Seen.DataEarly = e.Seen.DataEarly || !may
	e.Seen.DataAmid = e.Seen.DataAmid || !e.Done
}

// close: RFC 5246 7.2.1, "Either party may initiate a close by sending a
// close_notify alert."
var _ = action("close", "RFC 5246 7.2.1", func(s *State, a Action) bool {
	p := a.place()
	e := s.end(p)
	if e.Life != Alive || e.At == 0 {
		return false
	}
	s.alert(p, CloseNotify)
	// RFC 5246 7.2.1: "It is not required for the initiator of the close to wait
	// for the responding close_notify": in the middle of a handshake it does not.
	if e.Life = Closing; !e.Done {
		e.die()
	}
	return true
})

// alert sends a warning.
func (s *State) alert(p Place, alert Alert) {
	m := Message{Kind: AlertMessage, Alert: alert}
	s.transmit(p, m)
	s.sent(p, &m)
}

// heed takes an alert. RFC 5246 7.2.1: the other party "MUST respond with a
// close_notify alert of its own and close down the connection immediately".
func (s *State) heed(p Place, m *Message) {
	e := s.end(p)
	s.accepted(p, m)
	switch {
	case m.Alert == NoRenegotiation:
		s.refused(p)
		return
	case m.Alert != CloseNotify:
		s.fatal(p)
	case e.Life == Alive:
		e.Seen.Unanswered = s.silent(p, s.world.policy.Farewell)
	}
	if s.world.policy.Lingers && m.Alert == CloseNotify {
		e.Life, e.Seen.CloseHeard = Closing, true
		return
	}
	e.die()
}

// silent says whether an end does something without a word.
func (s *State) silent(p Place, do func(*State, Place)) bool {
	wire := &s.Conns[p.Conn].Wires[p.Side.Peer()]
	before := len(*wire)
	do(s, p)
	return len(*wire) == before
}

// abort gives up with a fatal alert (RFC 5246 7.2.2). Nothing is sent behind
// one's own close_notify.
func (s *State) abort(p Place, alert Alert, got Kind) {
	e := s.end(p)
	s.aborted(p, alert, got)
	e.Seen.Aborted = alert
	if e.Life == Alive {
		e.Seen.Silenced = s.silent(p, s.world.policy.Notice)
	}
	s.fatal(p)
	e.die()
}

// notice tells the peer why an end gives up. RFC 5246 7.2.2: "Whenever an
// implementation encounters a condition which is defined as a fatal alert, it
// MUST send the appropriate alert prior to closing the connection."
func (s *State) notice(p Place) {
	s.transmit(p, Message{Kind: AlertMessage, Alert: s.end(p).Seen.Aborted})
}
