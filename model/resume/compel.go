package resume

// before compels a deed at the last moment at which it takes effect: just
// before the delivery that makes the end send the message.
func before(k Kind, deed Action) func(*State) (Action, bool) {
	return func(s *State) (Action, bool) {
		for i := range s.Conns {
			p := Place{i, deed.Side}
			if len(s.Conns[i].Wires[p.Side]) == 0 || s.end(p).Edits != (Edits{}) || !s.imminent(p, k) {
				continue
			}
			a := deed
			a.Conn = i
			return a, true
		}
		return Action{}, false
	}
}

// imminent says whether the next record makes the end send such a message.
func (s *State) imminent(p Place, k Kind) bool {
	t := s.clone()
	wire := p.Side.Peer()
	before := len(t.Conns[p.Conn].Wires[wire])
	t.Do(Action{Verb: "deliver", Conn: p.Conn, Side: p.Side, N: 1})
	for _, m := range t.Conns[p.Conn].Wires[wire][before:] {
		if m.Kind == k {
			return true
		}
	}
	return false
}

// saying compels an end to say a message on every connection of which this is
// true, once the client has spoken.
func saying(k Kind, side Side, ripe func(*Conn) bool) func(*State) (Action, bool) {
	return func(s *State) (Action, bool) {
		for i := range s.Conns {
			c := &s.Conns[i]
			if !c.Buried && c.Ends[side].Life == Alive && ripe(c) {
				return Action{Verb: "say", Conn: i, Side: side, Kind: k}, true
			}
		}
		return Action{}, false
	}
}
