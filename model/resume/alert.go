package resume

// send: RFC 5246 10, application data.
var _ = action("send", "RFC 5246 10", func(s *State, a Action) bool {
	p := a.place()
	if e := s.end(p); !e.Done || e.Life != Alive {
		return false
	}
	m := Message{Kind: ApplicationData, Name: s.world.name(a.Text)}
	s.transmit(p, m)
	s.sent(p, &m)
	return true
})

// close: RFC 5246 7.2.1, "Either party may initiate a close by sending a
// close_notify alert."
var _ = action("close", "RFC 5246 7.2.1", func(s *State, a Action) bool {
	p := a.place()
	e := s.end(p)
	if e.Life != Alive || e.At == 0 {
		return false
	}
	s.notify(p)
	// RFC 5246 7.2.1: "It is not required for the initiator of the close to wait
	// for the responding close_notify": in the middle of a handshake it does not.
	if e.Life = Closing; !e.Done {
		e.die()
	}
	return true
})

func (s *State) notify(p Place) {
	m := Message{Kind: AlertMessage, Alert: CloseNotify}
	s.transmit(p, m)
	s.sent(p, &m)
}

// heed takes an alert. RFC 5246 7.2.1: the other party "MUST respond with a
// close_notify alert of its own and close down the connection immediately".
func (s *State) heed(p Place, m *Message) {
	e := s.end(p)
	s.accepted(p, m)
	switch {
	case m.Alert != CloseNotify:
		s.fatal(p)
	case e.Life == Alive:
		s.notify(p)
	}
	e.die()
}

// abort gives up with a fatal alert (RFC 5246 7.2.2). Nothing is sent behind
// one's own close_notify.
func (s *State) abort(p Place, alert Alert, got Kind) {
	e := s.end(p)
	s.aborted(p, alert, got)
	e.Seen.Aborted = alert
	if e.Life == Alive {
		s.transmit(p, Message{Kind: AlertMessage, Alert: alert})
	}
	s.fatal(p)
	e.die()
}
