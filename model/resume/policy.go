package resume

import "slices"

// A Policy is what a handshake settles by table or function, and what a defect
// may edit.
type Policy struct {
	Plans        [2][2]Plan // by Side and PlanName
	Refusals     []Refusal
	Withholdings []Withholding
	EMS          []EMSCell
	// NameOf is the server name of a connection, as the server sees it.
	NameOf func(*End) Name
	// Called is the name by which a client knows a server that it asks for this one.
	Called func(*State, Place, Name) Name
	// Fences says whether an end keeps its session from builds which predate RFC 7627.
	Fences func(*End, Keeper) bool
	// Caches is a session as the cache keeps it.
	Caches func(Session) Session
	// Begin starts the session of a full handshake behind one that was declined.
	Begin func(e *End, declined *Session)
	// Asks has the last word on a ClientHello, Answers on a ServerHello, and Reports
	// on what the server reports of its handshake: honest ones leave them as they are.
	Asks, Answers, Reports func(*End)
	// EMSAlert is what an end gives up with for the extended master secret.
	EMSAlert Alert
	// Names says whether a server gives the session of a full handshake an ID.
	// RFC 5077 3.4: one that will issue a ticket "SHOULD include an empty Session ID".
	Names func(*Options, *Answer) bool
	// Usable are the messages behind which a client holds a session for good.
	// RFC 5077 3.3: not "until it has verified the server's Finished message".
	Usable Kinds
	// Remembered finds the session that a client holds for a server.
	Remembered func(*State, Place, Name) (Stored, bool)
	// Naming finds what names the session that a client stores.
	Naming func(*End, *Stored) bool
	// Hashed are the messages that the hash of a side covers.
	Hashed [2]Kinds
	// Random is that of an end's hello.
	Random func(*State, Place) Value
	// Tolerates are messages that a side accepts wherever they come.
	Tolerates [2]Kinds
	// Protection is what protects a message that an end sends.
	Protection func(*End, Kind) Keys
	// Talks and Hears say whether an end says and takes application data.
	Talks, Hears func(*End) bool
	// Requested is what a client does with HelloRequest.
	Requested func(*State, Place, *Message)
	// Farewell is what an end answers to close_notify, which Lingers says that it
	// hears more behind; and Notice what it says when it gives up.
	Farewell, Notice func(*State, Place)
	Lingers          bool
	// Refuse is what an end does that will not negotiate again, and Insists says
	// whether a server asks for it once more before it has an answer.
	Refuse  func(*State, Place)
	Insists bool
	// Reluctances and Objections are the rules of renegotiation; Signal and Reply
	// are the renegotiation_info of the hellos, and Save keeps the Finished of a
	// handshake for those of the next.
	Reluctances []Reluctance
	Objections  []Objection
	Signal      func(*State, Place) (Info, Verify)
	Reply       func(*State, Place) (Info, [2]Verify)
	Save        func(*End)
	// PeerMayChange says whether a client lets a server change its certificate.
	PeerMayChange func(*End) bool
	// Expected says whether the name in the server's certificate is the one that the
	// client asked for, and Doubts what it holds against a handshake that is over.
	Expected func(*State, Place, Name) bool
	Doubts   func(*State, Place) Alert
	// Unsolicited says whether a client gives up on the extensions of a ServerHello, and
	// SuiteMayChange whether it resumes under another cipher suite than the session's.
	Unsolicited    func(*Offer, *Answer) bool
	SuiteMayChange bool
	// Unique is the tls-unique of a handshake with these Finished, and Withholds
	// says whether an end gives none out.
	Unique    func(*State, Place, *[2]Verify) Verify
	Withholds func(*End) bool
	// Exports says whether an end gives keying material out.
	Exports func(*End) bool
	// Cacheable are the messages behind which a server caches the session of a full
	// handshake. RFC 5246 7.4.1.2: an ID is valid "when the handshake negotiating
	// it completes with the exchange of Finished messages".
	Cacheable Kinds
	// Recall finds the session that a hello names, and Judge decides whether it is
	// resumed. Echo is the session ID of a ServerHello that resumes, NewID that of
	// one that names a new session; Detect is what a client concludes from it.
	Recall func(*State, Place) (Session, By)
	Judge  func(*State, Place, *Session, By) Verdict
	Echo   func(*State, Place) Value
	NewID  func(*State, Place) Value
	Detect func(*End) PlanName
	// Marker is the session ID that a client sends beside a ticket.
	Marker func(*State, Place) Value
	// Truncated is what an end makes of a connection without close_notify.
	Truncated func(*State, Place)
	// Counted is from when on the time of a client's session runs, and Keeps is how
	// long.
	Counted func(*Receipt) Seconds
	Keeps   func(Readings, *Stored) Seconds
	// NewKey makes a ticket key, by which a server starts or rotates; Rotate and
	// Retire are what it makes of its operator's wish.
	NewKey func(*State) Value
	Rotate func(*State, *ServerNode)
	Retire func(*ServerNode)
	// Seals is the session as a ticket has it.
	Seals func(*State, Place) Session
	// Failed is the session that a connection which fails takes along, or 0.
	Failed func(*End, Side) Value
	// Forget removes what a session loses by a fatal alert.
	Forget func(*State, Place, Burn)
}

// stock is the policy of honest nodes.
func stock() Policy {
	return Policy{
		Plans:         [2][2]Plan{{full, abbreviated}, {full, abbreviated}},
		Refusals:      refusals,
		Withholdings:  withholdings,
		NameOf:        func(e *End) Name { return e.Offer.SNI },
		Called:        (*State).called,
		Fences:        (*End).fences,
		Caches:        func(x Session) Session { return x },
		Begin:         func(*End, *Session) {},
		Asks:          func(*End) {},
		Answers:       func(*End) {},
		Reports:       func(*End) {},
		EMSAlert:      HandshakeFailure,
		EMS:           emsCells,
		Names:         func(o *Options, a *Answer) bool { return o.Cache && !a.Promised },
		Usable:        1 << Finished,
		Remembered:    (*State).remembered,
		Naming:        (*End).naming,
		Hashed:        [2]Kinds{hashed, hashed},
		Random:        func(s *State, _ Place) Value { return s.fresh() },
		Protection:    func(e *End, _ Kind) Keys { return e.WriteKeys },
		Talks:         (*End).talks,
		Hears:         (*End).hears,
		Requested:     (*State).requested,
		Farewell:      func(s *State, p Place) { s.alert(p, CloseNotify) },
		Notice:        (*State).notice,
		Refuse:        func(s *State, p Place) { s.alert(p, NoRenegotiation) },
		Reluctances:   reluctances,
		Objections:    objections,
		Signal:        (*State).signal,
		Reply:         (*State).reply,
		Save:          (*End).save,
		PeerMayChange: func(e *End) bool { return e.Readings.has(CertChange) },
		Expected:      (*State).expected,
		Doubts:        func(*State, Place) Alert { return NoAlert },
		Unsolicited:   unsolicited,
		Unique:        (*State).first,
		Withholds:     (*End).fenced,
		Exports:       (*End).exports,
		Cacheable:     1 << Finished,
		Recall:        (*State).recall,
		Judge:         (*State).judge,
		Echo:          func(s *State, p Place) Value { return s.end(p).Offer.ID },
		NewID:         func(s *State, _ Place) Value { return s.fresh() },
		Detect:        (*End).detect,
		Marker:        func(s *State, _ Place) Value { return s.fresh() },
		Truncated:     func(*State, Place) {},
		NewKey:        (*State).fresh,
		Counted:       func(r *Receipt) Seconds { return r.At },
		Keeps:         Readings.keeps,
		Rotate:        (*State).rotate,
		Retire:        (*ServerNode).retire,
		Seals:         (*State).sealable,
		Failed:        func(e *End, _ Side) Value { return e.belonging() },
		Forget:        (*State).forget,
	}
}

// refuse finds the first refusal that applies.
func (p *Policy) refuse(q *Question) Reason {
	for i := range p.Refusals {
		if r := &p.Refusals[i]; r.When(q) {
			return r.Why
		}
	}
	return 0
}

// withhold finds the first reason not to offer the session.
func (p *Policy) withhold(s *State, c *ClientNode, held *Stored) *Withholding {
	for i := range p.Withholdings {
		if p.Withholdings[i].When(s, c, held) {
			return &p.Withholdings[i]
		}
	}
	return nil
}

// resumeDespite takes a refusal away.
func (p *Policy) resumeDespite(why Reason) {
	p.Refusals = slices.DeleteFunc(slices.Clone(p.Refusals), func(r Refusal) bool { return r.Why == why })
}

// offerDespite takes a withholding away.
func (p *Policy) offerDespite(name string) {
	p.Withholdings = slices.DeleteFunc(slices.Clone(p.Withholdings), func(w Withholding) bool {
		return w.Name == name
	})
}

// decideEMS changes what is decided in a case of RFC 7627.
func (p *Policy) decideEMS(cell string, v Verdict) {
	p.EMS = slices.Clone(p.EMS)
	for i := range p.EMS {
		if p.EMS[i].Name == cell {
			p.EMS[i].Verdict = v
		}
	}
}

// renegotiateDespite takes a reluctance away.
func (p *Policy) renegotiateDespite(name string) {
	p.Reluctances = slices.DeleteFunc(slices.Clone(p.Reluctances), func(r Reluctance) bool { return r.Name == name })
}

// overlook takes objections away.
func (p *Policy) overlook(names ...string) {
	p.Objections = slices.DeleteFunc(slices.Clone(p.Objections), func(o Objection) bool {
		return slices.Contains(names, o.Name)
	})
}

// replan changes the needs of a side's messages in its plan.
func (p *Policy) replan(of Side, name PlanName, edit func(Slot) []Slot) {
	var plan Plan
	for _, slot := range p.Plans[of][name] {
		plan = append(plan, edit(slot)...)
	}
	p.Plans[of][name] = plan
}

// need gives the messages of a kind another need.
func need(k Kind, how Condition) func(Slot) []Slot {
	return func(s Slot) []Slot {
		if s.Kind == k {
			s.Need = how
		}
		return []Slot{s}
	}
}

// insert puts a slot behind another.
func (p *Policy) insert(of Side, name PlanName, behind Kind, slot Slot) {
	p.replan(of, name, func(s Slot) []Slot {
		if s.Kind == behind {
			return []Slot{s, slot}
		}
		return []Slot{s}
	})
}
