package resume

// Renegotiation: RFC 5246 7.4.1.1, bound to the handshake before by RFC 5746.

// Info is how a hello signals RFC 5746.
type Info uint8

// The signals. NoInfo is what a build has that predates RFC 5746.
const (
	NoInfo    Info = iota
	SCSV           // RFC 5746 3.3: TLS_EMPTY_RENEGOTIATION_INFO_SCSV among the suites
	EmptyInfo      // an empty renegotiation_info
	BoundInfo      // one that carries verify_data of the handshake before
)

// extension says whether the signal is the extension.
func (i Info) extension() bool { return i >= EmptyInfo }

// renegotiate: the client says hello once more, the server asks for it.
var _ = action("renegotiate", "RFC 5246 7.4.1.1", func(s *State, a Action) bool {
	p := a.place()
	e := s.end(p)
	switch {
	case !e.Done || e.Life != Alive || !s.renegotiable(p):
		return false
	case p.Side == Client:
		s.greetAgain(p)
	case e.Wanted && !s.world.policy.Insists:
		// RFC 5246 7.4.1.1: "servers SHOULD NOT repeat the request until the
		// subsequent handshake negotiation is complete"
		return false
	default:
		e.Seen.Insisted = e.Wanted
		e.Wanted = true
		s.speak(p, HelloRequest)
	}
	return true
})

// renegotiable says whether an end would do another handshake at all.
func (s *State) renegotiable(p Place) bool {
	for _, r := range s.world.policy.Reluctances {
		if r.When(s, p) {
			return false
		}
	}
	return true
}

// A Reluctance is a reason of an end not to do another handshake.
type Reluctance struct {
	Name  string
	Cites string
	When  func(*State, Place) bool
}

// reluctances hold whoever begins.
var reluctances = []Reluctance{
	// RFC 5746 4.2 and 4.4 recommend to refuse; what predates them does not.
	{"insecure", "RFC 5746 4.2", func(s *State, p Place) bool {
		return !s.end(p).Secure && !s.options(p).Readings.has(LegacyReneg)
	}},
	// RFC 7627 5.4: having resumed a session without the extension, "the client
	// MUST disable renegotiation".
	{"synchronizable", "RFC 7627 5.4", func(s *State, p Place) bool {
		return p.Side == Client && s.end(p).fenced()
	}},
}

// synchronizable says whether a man in the middle can have made the Finished of
// this handshake those of another: RFC 7627 5.4, the session that was resumed
// does not use the extended master secret.
func (e *End) synchronizable() bool { return e.Belief.By != Nothing && !e.Belief.EMS }

// fenced says whether an end must mind that. What predates RFC 7627 does not.
func (e *End) fenced() bool { return e.synchronizable() && !e.Readings.has(EMSIgnorant) }

// renew begins another handshake on the connection: what belonged to the one
// before is gone, but for what the connection keeps.
func (s *State) renew(p Place) {
	e := s.end(p)
	*e = End{
		Again: true, Former: e.Session.Master, Belief: e.Belief, Secure: e.Secure, Saved: e.Saved,
		WriteKeys: e.WriteKeys, Written: e.Written, ReadKeys: e.ReadKeys, Read: e.Read, Edits: e.Edits,
		Seen: Seen{
			Loose:         p.Side == Client && e.fenced(),
			BehindResumed: e.By != Nothing, BehindLegacy: !e.Belief.EMS, BehindPromised: e.Answer.Promised, BehindEmptied: e.emptied(ByTicket),
		},
	}
}

// greetAgain says hello on a connection that has keys. Until the server has
// answered, it may yet refuse.
func (s *State) greetAgain(p Place) {
	e := s.end(p)
	before := *e
	s.renew(p)
	e.Before = &before
	s.greet(p)
}

// hears says whether an end takes application data. RFC 5246 6.2.1: "recipients
// MUST receive and process interleaved application layer traffic during
// handshakes subsequent to the first one on a connection", under the former
// keys; under the new ones it waits for both Finished (7.4.9).
func (e *End) hears() bool { return e.Done || e.Again && !e.Reading }

// talks says whether an end says application data. RFC 5246 7.1: while a
// connection is negotiated again its ends "may continue to send data"; ours wait.
func (e *End) talks() bool { return e.Done }

// requested is what a client does with HelloRequest. RFC 5246 7.4.1.1: it "will
// be ignored by the client if the client is currently negotiating a session",
// and may be answered by no_renegotiation.
func (s *State) requested(p Place, m *Message) {
	e := s.end(p)
	s.accepted(p, m)
	switch {
	case !e.Done:
		e.Seen.RequestIgnored = true
		s.hash(p, Server, HelloRequest)
	case s.options(p).Reneg && s.renegotiable(p):
		s.greetAgain(p)
	default:
		s.refuse(p)
	}
}

// reopens says whether a ClientHello begins another handshake with this server,
// and refuses it if not.
func (s *State) reopens(p Place, m *Message) bool {
	e := s.end(p)
	if (e.Wanted || s.options(p).Reneg) && s.renegotiable(p) {
		s.renew(p)
		return true
	}
	s.accepted(p, m)
	s.refuse(p)
	return false
}

// refuse: RFC 5746 4.2, a refusal "MUST" be a no_renegotiation alert, and that
// is a warning: the connection goes on.
func (s *State) refuse(p Place) {
	mute := s.silent(p, s.world.policy.Refuse)
	if e := s.end(p); mute || e.Life == Over {
		e.Seen.RefusedOddly = true
	}
}

// refused is what an end does with no_renegotiation: as before.
func (s *State) refused(p Place) {
	e := s.end(p)
	asked := e.Wanted || e.Before != nil
	if e.Wanted = false; e.Before != nil {
		written, read := e.Written, e.Read
		*e = *e.Before
		e.Written, e.Read = written, read
	}
	e.Seen.Refused = e.Seen.Refused || asked
}

// An Objection is a reason of an end to abort on the renegotiation_info of a
// hello, or on its lack.
type Objection struct {
	Name  string
	Cites string
	Of    Side
	When  func(*End) bool
}

// objections are those of ends that know RFC 5746.
var objections = []Objection{
	{"client-nonempty", "RFC 5746 3.4", Client, func(e *End) bool {
		return !e.Again && e.Answer.Info == BoundInfo
	}},
	{"client-missing", "RFC 5746 3.5", Client, func(e *End) bool {
		return e.Again && e.Secure && e.Answer.Info == NoInfo
	}},
	{"client-unequal", "RFC 5746 3.5", Client, func(e *End) bool {
		return e.Again && e.Secure && e.Answer.Info != NoInfo && e.Answer.Bound != e.Saved
	}},
	{"client-legacy", "RFC 5746 4.2", Client, func(e *End) bool {
		return e.Again && !e.Secure && e.Answer.Info != NoInfo
	}},
	{"server-nonempty", "RFC 5746 3.6", Server, func(e *End) bool {
		return !e.Again && e.Offer.Info == BoundInfo
	}},
	{"server-scsv", "RFC 5746 3.7", Server, func(e *End) bool {
		return e.Again && e.Secure && e.Offer.Info == SCSV
	}},
	{"server-missing", "RFC 5746 3.7", Server, func(e *End) bool {
		return e.Again && e.Secure && e.Offer.Info == NoInfo
	}},
	{"server-unequal", "RFC 5746 3.7", Server, func(e *End) bool {
		return e.Again && e.Secure && e.Offer.Info.extension() && e.Offer.Bound != e.Saved[Client]
	}},
	{"server-legacy", "RFC 5746 4.4", Server, func(e *End) bool {
		return e.Again && !e.Secure && e.Offer.Info != NoInfo
	}},
}

// examine takes the renegotiation_info of the peer's hello. RFC 5746 3.4 and
// 3.6: the first hello says whether the connection is secure; "abort the
// handshake" is a handshake_failure.
func (s *State) examine(p Place, got Info) Alert {
	e := s.end(p)
	if e.Readings.has(LegacyReneg) {
		return NoAlert
	}
	for _, o := range s.world.policy.Objections {
		if o.Of == p.Side && o.When(e) {
			return HandshakeFailure
		}
	}
	e.Secure = e.Secure || !e.Again && got != NoInfo
	e.Seen.Unchained = e.unchained(p.Side)
	return NoAlert
}

// unchained says whether the hello that an end took carries anything but the
// Finished of the handshake before, of which there is none at first.
func (e *End) unchained(side Side) bool {
	info, bound := e.Answer.Info, e.Answer.Bound == e.Saved
	if side == Server {
		info, bound = e.Offer.Info, e.Offer.Bound == e.Saved[Client]
	}
	return e.Again != (info == BoundInfo) || e.Again && !bound
}

// signal is the client's: RFC 5746 3.4 at first, 3.5 in a renegotiation.
func (s *State) signal(p Place) (Info, Verify) {
	e, o := s.end(p), s.options(p)
	switch {
	case e.Readings.has(LegacyReneg):
		return NoInfo, Verify{}
	case e.Again && e.Secure:
		return BoundInfo, e.Saved[Client]
	case o.Extension:
		return EmptyInfo, Verify{}
	}
	return SCSV, Verify{}
}

// reply is the server's: RFC 5746 3.6 at first, 3.7 in a renegotiation.
func (s *State) reply(p Place) (Info, [2]Verify) {
	e := s.end(p)
	switch {
	case !e.Secure, e.Readings.has(LegacyReneg): // it may have been patched in the handshake before
		return NoInfo, [2]Verify{}
	case e.Again:
		return BoundInfo, e.Saved
	}
	return EmptyInfo, [2]Verify{}
}

// identify checks that the server is who it was in the handshake before, if
// there was one. RFC 5746 5 offers "the option to abort the renegotiation if the
// peer tries to authenticate with a different certificate": in another name, or of
// another sort.
func (s *State) identify(p Place, peer Name) Alert {
	e := s.end(p)
	if !e.Again || peer == e.Belief.Peer && e.Session.Suite.ecdsa() == e.Belief.Suite.ecdsa() {
		return NoAlert
	}
	if !s.world.policy.PeerMayChange(e) {
		return IllegalParameter
	}
	e.Seen.PeerChanged = true
	return NoAlert
}
