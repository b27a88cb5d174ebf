package resume

import "slices"

// Edits are deviations that an end is still to make.
type Edits struct {
	Omit    Kinds
	Reorder [4]Reorder // in the order they were asked for; no end has messages for more
	Held    Kinds      // left out at their place, to be sent behind another
	Ahead   Kinds      // sent before their place, to be left out there
}

// A Reorder asks for a message right behind another.
type Reorder struct{ Kind, Behind Kind }

// omit, reorder and say: a misbehaving end. RFC 5246 7.4: "Sending handshake
// messages in an unexpected order results in a fatal error" at its peer.
var (
	_ = action("omit", "RFC 5246 7.4", func(s *State, a Action) bool {
		p := a.place()
		if !s.editable(p, a.Kind) {
			return false
		}
		s.end(p).Edits.Omit.add(a.Kind)
		s.Conns[p.Conn].Deviated = true
		return true
	})
	_ = action("reorder", "RFC 5246 7.4", func(s *State, a Action) bool {
		p := a.place()
		if a.Kind == a.Behind || !s.editable(p, a.Kind, a.Behind) {
			return false
		}
		e := s.end(p)
		e.Edits.Reorder[slices.Index(e.Edits.Reorder[:], Reorder{})] = Reorder{a.Kind, a.Behind}
		s.Conns[p.Conn].Deviated = true
		return true
	})
	_ = action("say", "RFC 5246 7.4", func(s *State, a Action) bool {
		p := a.place()
		if !s.sayable(p, a.Kind) {
			return false
		}
		s.Conns[p.Conn].Deviated = true
		m := s.compose(p, a.Kind)
		switch e := s.end(p); {
		case a.Kind == ClientHello && e.Done:
			m.Offer = s.bareOffer(p)
		case a.Kind == Finished && e.Done:
			m.Verify = e.Saved[p.Side]
		case a.Kind == Finished && e.Finished[p.Side] != (Verify{}):
			m.Verify = e.Finished[p.Side]
		}
		s.utter(p, &m)
		return true
	})
)

// names are the messages that some edit is about.
func (x *Edits) names() Kinds {
	all := x.Omit | x.Held | x.Ahead
	for _, r := range x.Reorder {
		if r != (Reorder{}) {
			all.add(r.Kind)
			all.add(r.Behind)
		}
	}
	return all
}

// editable says whether an end has these messages yet to send, in one handshake that
// may come of this one, or of the next if none runs, and no edit is about them.
func (s *State) editable(p Place, kinds ...Kind) bool {
	e := s.end(p)
	named := e.Edits.names()
	if e.Life != Alive || slices.ContainsFunc(kinds, named.has) {
		return false
	}
	at, plans := int(e.At), candidates[e.Plan]
	switch {
	case e.Done:
		at, plans = 0, candidates[Undecided]
	case e.Answer.Suite == 0:
		plans = candidates[Undecided]
	}
	return slices.ContainsFunc(plans, func(name PlanName) bool {
		rest := s.plan(p.Side, name)[at:]
		return !slices.ContainsFunc(kinds, func(k Kind) bool {
			// ClientHello begins a handshake, and is in its place.
			return k == ClientHello || !slices.ContainsFunc(rest, func(l Slot) bool { return l.From == p.Side && l.Kind == k })
		})
	})
}

// sayable says whether an end has what a message takes: at least a cipher suite.
func (s *State) sayable(p Place, k Kind) bool {
	e := s.end(p)
	if e.Life != Alive || e.Answer.Suite == 0 {
		return false
	}
	full := e.Plan == Full
	switch k {
	case ServerKeyExchange:
		return e.Answer.Suite.ephemeral()
	case ClientKeyExchange: // the server's key, in either form
		last := ServerKeyExchange
		if !e.Answer.Suite.ephemeral() {
			last = Certificate
		}
		return full && int(e.At) > s.slot(p.Side, Full, Server, last)
	case CertificateVerify:
		return full && e.Certified && int(e.At) <= s.slot(p.Side, Full, Client, CertificateVerify)
	}
	return true
}

// slot is the place of a message in a plan.
func (s *State) slot(side Side, name PlanName, from Side, k Kind) int {
	return slices.IndexFunc(s.plan(side, name), func(l Slot) bool { return l.From == from && l.Kind == k })
}

// bareOffer is the hello of a client that holds no session, on a new connection.
func (s *State) bareOffer(p Place) Offer {
	o := s.options(p)
	offer := Offer{Random: s.fresh(), Ready: o.Tickets, EMS: o.extends(), SNI: o.SNI, Suites: o.Suites, Info: SCSV}
	switch {
	case o.Readings.has(LegacyReneg):
		offer.Info = NoInfo
	case o.Extension:
		offer.Info = EmptyInfo
	}
	if o.AlwaysID {
		offer.ID = s.fresh()
	}
	return offer
}

// perform sends a message of the plan, as far as the edits leave it where it is.
func (s *State) perform(p Place, k Kind) {
	e := s.end(p)
	if e.Edits.Ahead.take(k) {
		return
	}
	if e.Edits.Omit.take(k) {
		if k != NewSessionTicket { // of which the end keeps nothing
			m := s.compose(p, k)
			e.settle(p.Side, &m)
		}
		return
	}
	for _, r := range e.Edits.Reorder {
		if r.Kind == k && s.ahead(p, r.Behind) {
			e.Edits.Held.add(k)
			return
		}
	}
	s.speak(p, k)
	s.follow(p, k)
}

// follow sends what was asked for right behind a message.
func (s *State) follow(p Place, behind Kind) {
	e := s.end(p)
	for i, r := range e.Edits.Reorder {
		if r.Behind != behind || r == (Reorder{}) {
			continue
		}
		switch {
		case e.Edits.Held.take(r.Kind):
			s.speak(p, r.Kind)
		case s.ahead(p, r.Kind):
			e.Edits.Ahead.add(r.Kind)
			s.speak(p, r.Kind)
		}
		e.Edits.Reorder[i] = Reorder{}
	}
}
