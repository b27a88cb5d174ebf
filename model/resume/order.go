package resume

import "slices"

// Need says whether a message must, may or must not come.
type Need uint8

// The needs.
const (
	Never Need = iota
	May
	Must
)

// A Slot is one place in a handshake: who speaks, what, and whether it must,
// may or must not come, as an end sees it.
type Slot struct {
	From Side
	Kind Kind
	Need Condition
}

// A Condition settles the need of a message. Its name says in a picture or an
// explanation when the message comes.
type Condition struct {
	Name  string
	Cites string
	Of    func(*End) Need
}

// A Plan is the legal order of a handshake's messages.
type Plan []Slot

// A PlanName says which plan an end follows.
type PlanName uint8

// Before the ServerHello an end follows the full plan, whose first slots are
// those of the abbreviated one. A client that offered a ticket with an empty
// session ID is then undecided until the next message (RFC 5077 3.4).
const (
	Full PlanName = iota
	Abbreviated
	Undecided
)

// String is how the RFCs call it.
func (n PlanName) String() string { return [...]string{"full", "abbreviated", "undecided"}[n] }

// full is RFC 5246 figure 1 with RFC 5077 figure 1.
var full = Plan{
	{Client, ClientHello, must},
	{Server, ServerHello, must},
	{Server, Certificate, must},
	{Server, ServerKeyExchange, ephemeral},
	{Server, CertificateRequest, wanted},
	{Server, ServerHelloDone, must},
	{Client, Certificate, asked},
	{Client, ClientKeyExchange, must},
	{Client, CertificateVerify, certified},
	{Client, ChangeCipherSpec, must},
	{Client, Finished, must},
	{Server, NewSessionTicket, promised}, // RFC 5077 3.3: "before the ChangeCipherSpec message"
	{Server, ChangeCipherSpec, must},
	{Server, Finished, must},
}

// abbreviated is RFC 5246 figure 2 with RFC 5077 figure 2.
var abbreviated = Plan{
	{Client, ClientHello, must},
	{Server, ServerHello, must},
	{Server, NewSessionTicket, promised}, // RFC 5077 3.3: "after the ServerHello in the abbreviated handshake"
	{Server, ChangeCipherSpec, must},
	{Server, Finished, must},
	{Client, ChangeCipherSpec, must},
	{Client, Finished, must},
}

var (
	must  = Condition{"always", "RFC 5246 7.3", func(*End) Need { return Must }}
	may   = Condition{"optional", "RFC 5246 7.4.4", func(*End) Need { return May }}
	never = Condition{"never", "RFC 5246 7.3", func(*End) Need { return Never }}
)

func when(b bool) Need {
	if b {
		return Must
	}
	return Never
}

// promised: RFC 5077 3.3, NewSessionTicket "MUST be sent if the server
// included a SessionTicket extension in the ServerHello", and else MUST NOT.
var promised = Condition{"if promised", "RFC 5077 3.3", func(e *End) Need { return when(e.Answer.Promised) }}

// ephemeral: RFC 5246 7.4.3, static RSA has no ServerKeyExchange.
var ephemeral = Condition{"if the suite is ephemeral", "RFC 5246 7.4.3", func(e *End) Need { return when(e.Answer.Suite.ephemeral()) }}

// wanted: RFC 5246 7.4.4, a server "can optionally request a certificate from
// the client": it knows whether, and to the client either is right.
var wanted = Condition{"if the host wants one", "RFC 5246 7.4.4", func(e *End) Need {
	if e.Asked {
		return Must
	}
	return May
}}

// certified: RFC 5246 7.4.8, CertificateVerify is sent behind "a client
// certificate that has signing capability".
var certified = Condition{"if the client has a certificate", "RFC 5246 7.4.8", func(e *End) Need { return when(e.Certified) }}

// asked: RFC 5246 7.4.6, a client answers a CertificateRequest, if with an
// empty certificate list, and sends none unasked.
var asked = Condition{"if asked for", "RFC 5246 7.4.6", func(e *End) Need { return when(e.Asked) }}

// plan is the order that an end follows. An undecided one has nothing to send
// in either plan, so that for sending the full one will do.
func (s *State) plan(side Side, name PlanName) Plan {
	return s.world.policy.Plans[side][candidates[name][0]]
}

// candidates are the plans that an end may still turn out to be in.
var candidates = [...][]PlanName{Full: {Full}, Abbreviated: {Abbreviated}, Undecided: {Full, Abbreviated}}

// admit finds the slot that takes the message and goes on behind it. An
// undecided client learns from the message which plan it is in.
func (s *State) admit(p Place, k Kind) bool {
	e := s.end(p)
	for _, name := range candidates[e.Plan] {
		if at, ok := s.plan(p.Side, name).find(e, p.Side, k); ok {
			e.Plan, e.At = name, at+1
			return true
		}
	}
	return false
}

// find is the slot from the peer that takes the message now.
func (l Plan) find(e *End, self Side, k Kind) (uint8, bool) {
	for i := e.At; int(i) < len(l) && l[i].From != self; i++ {
		need := l[i].Need.Of(e)
		if need != Never && l[i].Kind == k {
			return i, true
		}
		if need == Must {
			break
		}
	}
	return 0, false
}

// wants lists what an end would take now, up to the first message that must come.
func (s *State) wants(p Place) []Kind {
	e := s.end(p)
	var all []Kind
	for _, name := range candidates[e.Plan] {
		all = s.plan(p.Side, name).wants(e, p.Side, all)
	}
	return all
}

func (l Plan) wants(e *End, self Side, dst []Kind) []Kind {
	for i := e.At; int(i) < len(l) && l[i].From != self; i++ {
		need := l[i].Need.Of(e)
		if need != Never && !slices.Contains(dst, l[i].Kind) {
			dst = append(dst, l[i].Kind)
		}
		if need == Must {
			break
		}
	}
	return dst
}

// fill sends whatever the plan has for this end now, and completes the
// handshake behind its last slot.
func (s *State) fill(p Place) {
	e := s.end(p)
	plan := s.plan(p.Side, e.Plan)
	for int(e.At) < len(plan) && plan[e.At].From == p.Side {
		slot := plan[e.At]
		e.At++
		if slot.Need.Of(e) == Must {
			s.watchOrder(p, p.Side, slot.Kind)
			s.perform(p, slot.Kind)
		}
	}
	if int(e.At) == len(plan) && !e.Done {
		s.complete(p)
	}
}

// ahead says whether the plan still has this message for this end to send.
func (s *State) ahead(p Place, k Kind) bool {
	e := s.end(p)
	for _, slot := range s.plan(p.Side, e.Plan)[e.At:] {
		if slot.From == p.Side && slot.Kind == k && slot.Need.Of(e) == Must {
			return true
		}
	}
	return false
}
