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
	NameOf func(*Offer, *ServerNode) Name
	// Names says whether a server gives the session of a full handshake an ID.
	// RFC 5077 3.4: one that will issue a ticket "SHOULD include an empty Session ID".
	Names func(*Options, *Answer) bool
	// Usable are the messages behind which a client holds a session for good.
	// RFC 5077 3.3: not "until it has verified the server's Finished message".
	Usable Kinds
	// Failed is the session that a connection which fails takes along, or 0.
	Failed func(*End, Side) Value
	// Forget removes what a session loses by a fatal alert.
	Forget func(*State, Place, Burn)
}

// stock is the policy of honest nodes.
func stock() Policy {
	return Policy{
		Plans:        [2][2]Plan{{full, abbreviated}, {full, abbreviated}},
		Refusals:     refusals,
		Withholdings: withholdings,
		EMS:          emsCells,
		NameOf:       func(o *Offer, _ *ServerNode) Name { return o.SNI },
		Names:        func(o *Options, a *Answer) bool { return o.Cache && !a.Promised },
		Usable:       1 << Finished,
		Failed:       func(e *End, _ Side) Value { return e.belonging() },
		Forget:       (*State).forget,
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
