package resume

// Edits are deviations that an end is still to make.
type Edits struct {
	Omit    Kinds
	Reorder [4]Reorder // in the order they were asked for
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
		e := s.end(p)
		if !s.editable(p) || e.Edits.Omit.has(a.Kind) {
			return false
		}
		e.Edits.Omit.add(a.Kind)
		s.Conns[p.Conn].Deviated = true
		return true
	})
	_ = action("reorder", "RFC 5246 7.4", func(s *State, a Action) bool {
		p := a.place()
		e := s.end(p)
		if !s.editable(p) {
			return false
		}
		for i := range e.Edits.Reorder {
			if e.Edits.Reorder[i] == (Reorder{}) {
				e.Edits.Reorder[i] = Reorder{a.Kind, a.Behind}
				s.Conns[p.Conn].Deviated = true
				return true
			}
		}
		return false
	})
	_ = action("say", "RFC 5246 7.4", func(s *State, a Action) bool {
		p := a.place()
		if e := s.end(p); e.Life != Alive {
			return false
		}
		s.Conns[p.Conn].Deviated = true
		s.speak(p, a.Kind)
		return true
	})
)

// editable says whether an end has messages of a handshake to come.
func (s *State) editable(p Place) bool {
	e := s.end(p)
	return e.Life == Alive && (!e.Done || s.options(p).Reneg)
}

// perform sends a message of the plan, as far as the edits leave it where it is.
func (s *State) perform(p Place, k Kind) {
	e := s.end(p)
	if e.Edits.Ahead.take(k) || e.Edits.Omit.take(k) {
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
