package resume

// A Transcript stands for the handshake messages so far. On a wire that loses
// and changes nothing, two transcripts are equal when they begin with the same
// hellos and list the same kinds from the same sides in the same order.
type Transcript struct {
	Randoms [2]Value // of the hellos, by Side
	Sum     uint32
}

// plus is the transcript with one message more.
func (t Transcript) plus(from Side, k Kind) Transcript {
	t.Sum = (t.Sum ^ uint32(k)<<1 ^ uint32(from)) * 16777619
	t.Sum ^= t.Sum >> 15
	return t
}

// hashed are the messages that the handshake's hash covers. RFC 5246 7.4.9: "All
// of the data from all messages in this handshake", of which ChangeCipherSpec
// is none, and 7.4.1.1: HelloRequest "MUST NOT be included".
const hashed = Kinds(1<<ChangeCipherSpec - 1<<ClientHello | 1<<Finished)

// hash adds a message to the transcript of an end, if it is one that this end hashes.
func (s *State) hash(p Place, from Side, k Kind) {
	e := s.end(p)
	if k == NewSessionTicket && e.Readings.has(TicketUnhashed) {
		return
	}
	if s.world.policy.Hashed[p.Side].has(k) {
		e.Transcript = e.Transcript.plus(from, k)
	}
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
	e.Finished[p.Side.Peer()] = m.Verify
	e.Seen.FinishedTaken = true
	if p.Side == Server && e.Plan == Full {
		e.Session.Made, e.Session.Born = s.Now, s.Now
	}
	return NoAlert
}

// complete ends a handshake that went well: the end believes in what was
// negotiated, and the session is there to be resumed.
func (s *State) complete(p Place) {
	e := s.end(p)
	e.Done = true
	unique := s.world.policy.Unique
	e.Seen.UniqueRepeated = e.Again && unique(s, p, &e.Finished) == unique(s, p, &e.Saved)
	s.world.policy.Save(e)
	e.Seen.Unchained = e.Seen.Unchained || e.Saved != e.Finished && e.Secure
	e.Belief = Belief{
		By: e.By, Master: e.Session.Master, EMS: e.Session.EMS, SNI: e.Offer.SNI,
		Suite: e.Answer.Suite, Peer: e.Session.Peer,
	}
	if p.Side == Server {
		e.Belief.SNI = s.world.policy.NameOf(e)
		s.world.policy.Reports(e)
	}
	e.Seen.Evicted = p.Side == Server && e.By == ByID && !s.holds(p)
	s.agreed(p)
}

// save keeps what the next handshake on the connection is bound by: RFC 5746
// 3.4 to 3.7, "When the handshake has completed".
func (e *End) save() { e.Saved = e.Finished }
