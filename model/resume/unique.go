package resume

// unique is the channel binding of RFC 5929 3.1 that an end gives out: "the
// first TLS Finished message sent [...] in the most recent TLS handshake", the
// client's in a full handshake and the server's in an abbreviated one. After a
// session without the extended master secret was resumed there is none
// (RFC 7627 5.4).
func (s *State) unique(p Place) (Verify, bool) {
	e := s.end(p)
	if !e.Done || e.Life == Over || s.world.policy.Withholds(e) {
		return Verify{}, false
	}
	return s.world.policy.Unique(s, p, &e.Saved), true
}

// first is which of the two Finished of a handshake tls-unique is.
func (s *State) first(p Place, finished *[2]Verify) Verify {
	e := s.end(p)
	if e.Plan == Full || e.Readings.has(UniqueClientFinished) {
		return finished[Client]
	}
	return finished[Server]
}

// exporter is the keying material that an end gives out (RFC 5705 4): of the
// master secret and both randoms, as its keys are. Without the extended master
// secret there is none (RFC 7627 5.4).
func (s *State) exporter(p Place) (Keys, bool) {
	e := s.end(p)
	if e.Life == Over || !s.world.policy.Exports(e) {
		return Keys{}, false
	}
	return e.WriteKeys, true
}

// exports says whether an end gives keying material out. What predates RFC 7627
// does of any secret.
func (e *End) exports() bool { return e.Done && (e.Belief.EMS || e.Readings.has(EMSIgnorant)) }
