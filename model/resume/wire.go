package resume

import "slices"

// deliver: the network's, in order and without loss.
var _ = action("deliver", "RFC 5246 6.2.1", func(s *State, a Action) bool {
	p := a.place()
	n := len(s.Conns[p.Conn].Wires[p.Side])
	if a.N > 0 {
		n = min(n, a.N)
	}
	for range n {
		wire := &s.Conns[p.Conn].Wires[p.Side]
		m := (*wire)[0]
		*wire = slices.Delete(*wire, 0, 1) // the memory stays with the wire
		s.receive(p, &m)
	}
	return n > 0
})

// drop, dup and swap: RFC 5246 F.2, "the sequence number ensures that attempts
// to delete or reorder messages will be detected".
var (
	_ = action("drop", "RFC 5246 F.2", tamper(0, func(w []Message, i int) []Message { return slices.Delete(w, i, i+1) }))
	_ = action("dup", "RFC 5246 F.2", tamper(0, func(w []Message, i int) []Message { return slices.Insert(w, i, w[i]) }))
	_ = action("swap", "RFC 5246 F.2", tamper(1, func(w []Message, i int) []Message {
		w[i], w[i+1] = w[i+1], w[i]
		return w
	}))
)

// tamper has the network change what stands on a wire, at a record that has so
// many behind it.
func tamper(behind int, edit func(wire []Message, at int) []Message) func(*State, Action) bool {
	return func(s *State, a Action) bool {
		c := &s.Conns[a.Conn]
		wire := &c.Wires[a.Side]
		if a.N < 1 || a.N+behind > len(*wire) {
			return false
		}
		*wire = edit(*wire, a.N-1)
		c.Deviated = true
		return true
	}
}

// cut: RFC 5246 7.2.1, a connection that ends without close_notify.
var _ = action("cut", "RFC 5246 7.2.1", func(s *State, a Action) bool {
	c := &s.Conns[a.Conn]
	if c.Ends[Client].Life == Over && c.Ends[Server].Life == Over {
		return false
	}
	s.breakOff(a.Conn)
	var had [2]bool
	for side := range had {
		p := Place{a.Conn, Side(side)}
		had[side] = s.holds(p)
		s.world.policy.Truncated(s, p)
	}
	c.sever()
	for side, held := range had {
		p := Place{a.Conn, Side(side)}
		s.end(p).Seen.Cut = held
		s.end(p).Seen.Bereft = held && !s.holds(p)
	}
	return true
})

// holds says whether the end's node can be asked for the session again.
func (s *State) holds(p Place) bool {
	master := s.end(p).belonging()
	if p.Side == Server {
		cache := *s.cacheOf(s.Conns[p.Conn].Server)
		return slices.ContainsFunc(cache, func(c Cached) bool { return c.Session.Master == master })
	}
	return slices.ContainsFunc(s.client(p).Store, func(h Stored) bool { return h.Session.Master == master })
}

// breakOff is what a client makes of a connection that is lost while it resumes.
// RFC 5077 3.2: "If the ticket is accepted by the server but the handshake fails,
// the client SHOULD delete the ticket."
func (s *State) breakOff(conn int) {
	p := Place{conn, Client}
	e, c := s.end(p), s.client(p)
	if e.Life == Over || e.Done || e.By != ByTicket || e.loss() == LosesNothing {
		return
	}
	c.Store = slices.DeleteFunc(c.Store, func(h Stored) bool {
		return h.Session.Master == e.Session.Master && !h.Ticket.empty()
	})
}

// sever ends a connection without a word.
func (c *Conn) sever() {
	c.Wires = [2][]Message{}
	c.Ends[Client].die()
	c.Ends[Server].die()
}

// transmit puts a message on the wire, protected if the end has changed its
// cipher. RFC 5246 7.1: ChangeCipherSpec itself is still under the old state.
func (s *State) transmit(p Place, m Message) {
	e := s.end(p)
	m.Under = s.world.policy.Protection(e, m.Kind)
	e.Seen.Bare = e.Seen.Bare || e.Writing && m.Under != e.ownKeys()
	if m.Under != (Keys{}) {
		m.Seq = e.Written
		e.Written++
	}
	if m.Kind == ChangeCipherSpec {
		e.Seen.KeysRepeated = e.WriteKeys == e.keys()
		e.Writing, e.Written, e.WriteKeys = true, 0, e.keys()
	}
	s.hash(p, p.Side, m.Kind)
	wire := &s.Conns[p.Conn].Wires[p.Side.Peer()]
	*wire = append(*wire, m)
}

// receive is what an end does with the next record.
func (s *State) receive(p Place, m *Message) {
	e := s.end(p)
	if e.Life == Over {
		return // what comes after the end is not read
	}
	if e.ReadKeys == (Keys{}) && m.Under != (Keys{}) && m.Kind != ApplicationData {
		s.garbled(p)
	}
	if e.ReadKeys != (Keys{}) {
		if m.Under != e.ReadKeys || m.Seq != e.Read {
			s.abort(p, BadRecordMAC, 0)
			return
		}
		e.Read++
	}
	e.Seen.AfterClose = e.Seen.CloseHeard
	switch {
	case m.Kind == AlertMessage:
		s.heed(p, m)
	case m.Kind == ApplicationData && s.world.policy.Hears(e):
		s.accepted(p, m)
		e.watchData(e.hears())
	case e.Life == Closing && m.Kind == [...]Kind{Client: HelloRequest, Server: ClientHello}[p.Side]:
		s.accepted(p, m) // but it begins nothing more
	case m.Kind == ApplicationData:
		s.abort(p, UnexpectedMessage, m.Kind)
	case m.Kind == HelloRequest && p.Side == Client:
		s.world.policy.Requested(s, p, m)
	case m.Kind == ClientHello && p.Side == Server && e.Done && !s.reopens(p, m):
		// refused, and forgotten
	default:
		s.step(p, m)
	}
}

// step takes a message of the handshake, if it is its turn, and answers it.
func (s *State) step(p Place, m *Message) {
	e := s.end(p)
	undecided := e.Plan == Undecided
	if !s.admit(p, m.Kind) && !s.world.policy.Tolerates[p.Side].has(m.Kind) {
		s.abort(p, UnexpectedMessage, m.Kind)
		return
	}
	s.watchOrder(p, p.Side.Peer(), m.Kind)
	alert := NoAlert
	if undecided {
		alert = s.decide(p)
	}
	if alert == NoAlert {
		alert = s.take(p, m)
	}
	if alert != NoAlert {
		s.abort(p, alert, 0)
		return
	}
	s.hash(p, p.Side.Peer(), m.Kind)
	s.accepted(p, m)
	switch policy := &s.world.policy; {
	case p.Side == Client && policy.Usable.has(m.Kind):
		_, held := s.stored(p)
		s.remember(p, e.Seen.FinishedTaken)
		s.watchStore(p, held)
	case p.Side == Server && policy.Cacheable.has(m.Kind):
		s.cache(p)
	}
	s.fill(p)
	if !e.Done {
		return
	}
	e.rest()
	if p.Side == Client {
		if alert := s.world.policy.Doubts(s, p); alert != NoAlert {
			s.abort(p, alert, 0)
		}
	}
}

// take checks a message and learns what it says.
func (s *State) take(p Place, m *Message) Alert {
	switch m.Kind {
	case ClientHello:
		return s.takeClientHello(p, m)
	case ServerHello:
		return s.takeServerHello(p, m)
	case Certificate:
		return s.takeCertificate(p, m)
	case ServerKeyExchange:
		return s.takeServerKey(p, m)
	case CertificateRequest:
		e := s.end(p)
		e.Asked, e.Certified = true, e.Identity != 0
	case CertificateVerify:
		return s.takeSignature(p, m)
	case ClientKeyExchange:
		return s.takeSecret(p, m)
	case NewSessionTicket:
		return s.takeTicket(p, m)
	case ChangeCipherSpec:
		e := s.end(p)
		e.Reading, e.Read, e.ReadKeys = true, 0, e.keys()
	case Finished:
		return s.takeFinished(p, m)
	}
	return NoAlert
}

// compose makes the message that this end would send now.
func (s *State) compose(p Place, k Kind) Message {
	e := s.end(p)
	m := Message{Kind: k}
	switch k {
	case ClientHello:
		m.Offer = e.Offer
	case ServerHello:
		m.Answer = e.Answer
	case Certificate:
		switch {
		case p.Side == Server:
			m.Name = e.Host.Name
		case e.Certified:
			m.Name = e.Identity
		}
	case ServerKeyExchange:
		m.Verify = e.signedParams()
	case ClientKeyExchange:
		m.Secret = s.propose(p)
	case NewSessionTicket:
		m.Ticket, m.Hint = s.seal(p)
	case CertificateVerify:
		m.Verify = e.signed()
	case Finished:
		m.Verify = e.verifyData(p.Side)
	}
	return m
}

// speak sends a message of the handshake.
func (s *State) speak(p Place, k Kind) {
	m := s.compose(p, k)
	s.end(p).settle(p.Side, &m)
	s.utter(p, &m)
}

// settle is what an end holds for agreed by a message that it says.
func (e *End) settle(side Side, m *Message) {
	switch m.Kind {
	case Certificate:
		if side == Client {
			e.Session.Shown = m.Name
		}
	case ClientKeyExchange:
		e.Session.Master = m.Secret.Master
	case Finished:
		e.Finished[side] = m.Verify
	}
}

// utter sends a message, whether or not the handshake has it.
func (s *State) utter(p Place, m *Message) {
	switch e := s.end(p); m.Kind {
	case NewSessionTicket:
		e.watchTicket()
	case Finished:
		e.Seen.FinishedSent = true
	}
	s.transmit(p, *m)
	s.sent(p, m)
}
