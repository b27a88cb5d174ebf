package resume

// RFC 5246 7.4: "The handshake protocol messages are presented below in the order
// they MUST be sent; sending handshake messages in an unexpected order results in a
// fatal error." 7.1 and 7.3 give ChangeCipherSpec its place, RFC 5077 3.1
// NewSessionTicket.
var _ = invariant("handshake-order",
	"RFC 5246 7.4, what an end says by its plan and what it accepts is a word of the figures 1 and 2, of RFC 5246 and RFC 5077",
	func(s *State) *Witness {
		return s.eitherEnd("said or accepted a message out of order", func(e *End) bool { return e.Seen.Astray })
	})

// watchOrder follows the handshake through the plans of the RFCs, whatever plan
// the end itself goes by.
func (s *State) watchOrder(p Place, from Side, k Kind) {
	e := s.end(p)
	for _, name := range candidates[e.Plan] {
		plan := [...]Plan{Full: full, Abbreviated: abbreviated}[name]
		if at, ok := plan.next(e, from, k); ok {
			e.Seen.Past = at + 1
			return
		}
	}
	e.Seen.Astray = true
}

// next is the slot of such a message, with nothing left out before it that must come.
func (l Plan) next(e *End, from Side, k Kind) (uint8, bool) {
	for i := e.Seen.Past; int(i) < len(l); i++ {
		need := l[i].Need.Of(e)
		if l[i].From == from && l[i].Kind == k && need != Never {
			return i, true
		}
		if need == Must {
			break
		}
	}
	return 0, false
}
