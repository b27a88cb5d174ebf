package resume

// A Transcript stands for the handshake messages so far. On a wire that loses
// and changes nothing, two transcripts are equal when they begin with the same
// hello and list the same kinds from the same sides in the same order.
type Transcript struct {
	Hello Value
	Sum   uint32
}

// plus is the transcript with one message more.
func (t Transcript) plus(from Side, k Kind) Transcript {
	if k.hashed() {
		t.Sum = (t.Sum ^ uint32(k)<<1 ^ uint32(from)) * 16777619
		t.Sum ^= t.Sum >> 15
	}
	return t
}

// verifyData is the verify_data of a side over the transcript so far
// (RFC 5246 7.4.9).
func (e *End) verifyData(from Side) Verify {
	return Verify{e.Session.Master, e.Transcript, from}
}

// takeFinished verifies the peer's Finished. RFC 5246 7.4.9: "Recipients of
// Finished messages MUST verify that the contents are correct."
func (s *State) takeFinished(p Place, m *Message) Alert {
	e := s.end(p)
	if m.Verify != e.verifyData(p.Side.Peer()) {
		return DecryptError
	}
	e.noteFirst(m.Verify)
	e.Seen.FinishedTaken = true
	if p.Side == Server && e.Plan == Full {
		e.Session.Made = s.Now
	}
	return NoAlert
}

// noteFirst keeps the first Finished of the handshake, whoever sent it: the
// tls-unique of RFC 5929 3.1.
func (e *End) noteFirst(v Verify) {
	if e.First == (Verify{}) {
		e.First = v
	}
}

// complete ends a handshake that went well: the end believes in what was
// negotiated, and the session is there to be resumed.
func (s *State) complete(p Place) {
	e := s.end(p)
	e.Done = true
	e.Belief = Belief{
		By: e.By, Master: e.Session.Master, EMS: e.Session.EMS, SNI: e.Offer.SNI,
		Suite: e.Answer.Suite, Peer: e.Session.Peer,
	}
	if p.Side == Server {
		e.Belief.SNI = s.world.policy.NameOf(&e.Offer, s.server(p))
		s.cache(p)
	}
	s.agreed(p)
}
