package resume

import (
	"cmp"
	"fmt"
	"slices"

	"tlsresume/traces"
)

// Which rule forbids what a run did: a refusal of the server's, a withholding of
// the client's, a case of RFC 7627, a slot of the order tables, a check that ends in an alert, or what
// a fact may say.

// factRules are the sentences that settle facts of events, by their keys.
var factRules = map[string]string{
	"ticket": "RFC 5077 3.2", "ems": "RFC 7627 5.1", "session_id": "RFC 5246 7.4.1.3", "ri": "RFC 5746 3.4",
	"sni": "RFC 6066 3", "suite": "RFC 5246 7.4.1.3", "version": "RFC 5246 7.4.1.3", "name": "RFC 5246 7.4.2",
	"by": "RFC 5077 3.4", "ms": "RFC 5246 8.1", "peer": "RFC 5246 7.4.2", "tls_unique": "RFC 5929 3.1",
	"exporter": "RFC 5705 4", "got": "RFC 5246 7.4", "want": "RFC 5246 7.4", "hint": "RFC 5077 3.3",
}

// alertRules are the sentences that ask for alerts; RFC 5246 7.2.2 defines them all.
var alertRules = map[string]string{
	"unexpected_message": "RFC 5246 7.4", "bad_record_mac": "RFC 5246 6.2.3", "decrypt_error": "RFC 5246 7.4.9",
	"illegal_parameter": "RFC 5246 7.4.1.3", "unsupported_extension": "RFC 5246 7.4.1.4",
	"bad_certificate": "RFC 5246 7.4.2", "no_renegotiation": "RFC 5746 4.5",
}

func alertRule(name string) string { return cmp.Or(alertRules[name], "RFC 5246 7.2.2") }

// guard names the rule that was false, and the sentence that states it.
func (m *miss) guard(seen *traces.Event) (name, cites string) {
	end := m.end(seen)
	if end == nil {
		return "there is no such end here", "RFC 5246 7.4"
	}
	for _, find := range []func(*traces.Event, *suspect) (string, string){m.refused, m.withheld, m.alerted, m.fact, m.slot} {
		if name, cites = find(seen, end); name != "" {
			return name, cites
		}
	}
	if m.own == nil {
		return fmt.Sprintf("what %s does: %s is no part of it", m.verb.Name, seen.What), m.verb.Cites
	}
	return fmt.Sprintf("what %s does: %s comes here", m.verb.Name, m.own.What), m.verb.Cites
}

// A suspect is the end that did what it should not, or did not what it should.
type suspect struct {
	*End
	side  Side
	state *State
	place Place
}

func (m *miss) end(seen *traces.Event) *suspect {
	if seen == nil {
		seen = m.own
	}
	if seen == nil {
		return nil
	}
	p, ok := m.to.place(seen.End)
	if !ok || p.Conn >= len(m.to.state.Conns) {
		return nil
	}
	return &suspect{m.to.state.end(p), p.Side, &m.to.state, p}
}

// refused: the server went on as one that resumes, and the model's did not.
func (m *miss) refused(seen *traces.Event, s *suspect) (name, cites string) {
	if s.side != Server || seen == nil || m.own == nil || m.own.End != seen.End {
		return "", ""
	}
	resumes := seen.What == "resumed" || m.key == "session_id" ||
		seen.Mark == traces.Sent && m.own.Mark == traces.Aborted ||
		m.own.What == Certificate.String() && (seen.What == NewSessionTicket.String() || seen.What == ChangeCipherSpec.String())
	if !resumes {
		return "", ""
	}
	for _, r := range s.state.world.policy.Refusals {
		if r.Why == s.Seen.Declined {
			return "refusal " + r.Why.String(), r.Cites
		}
	}
	return s.cell()
}

// cell is the case of RFC 7627 in which the end decided against resuming.
func (s *suspect) cell() (name, cites string) {
	for i, l := range s.state.world.policy.EMS {
		if s.Seen.Cells>>i&1 == 1 && l.Side == s.side && l.Verdict != Resume {
			name, cites = "case "+l.Name, l.Cites
		}
	}
	return name, cites
}

// withheld: the client offered a session, and the model's did not.
func (m *miss) withheld(seen *traces.Event, s *suspect) (name, cites string) {
	if s.side != Client || seen == nil || m.key != "ticket" && m.key != "session_id" || seen.What != ClientHello.String() {
		return "", ""
	}
	c := s.state.client(s.place)
	if held, ok := s.state.remembered(s.place, s.Offer.SNI); ok && s.Offered == Nothing {
		if w := s.state.world.policy.withhold(s.state, c, &held); w != nil {
			return "withholding " + w.Name, w.Cites
		}
	}
	return "", ""
}

// alerted: one of the two gave up, and the other did not or otherwise.
func (m *miss) alerted(seen *traces.Event, s *suspect) (name, cites string) {
	own, did := m.own != nil && m.own.Mark == traces.Aborted, seen != nil && seen.Mark == traces.Aborted
	switch {
	case own && (!did || m.key == differs):
		if got, ok := m.own.Fact("got"); ok {
			if slot, found := s.slot(s.side.Peer(), got); found && slot.Need.Of(s.End) == Never {
				return "alert check " + m.own.What + ", " + slot.describe(s.Plan) + " must not come now", slot.Need.Cites
			}
		}
		if name, cites = s.cell(); name != "" && m.own.What == HandshakeFailure.String() {
			return "alert check " + m.own.What + ", " + name, cites
		}
		return "alert check " + m.own.What, alertRule(m.own.What)
	case did && !own:
		return "alert check " + seen.What + ": nothing asks for it", alertRule(seen.What)
	}
	return "", ""
}

// fact: the same event, but for what a fact says.
func (m *miss) fact(seen *traces.Event, _ *suspect) (name, cites string) {
	if seen == nil || m.key == differs || m.key == "" {
		return "", ""
	}
	own, has := m.own.Fact(m.key)
	got, did := seen.Fact(m.key)
	return fmt.Sprintf("fact %s of %s: got %s, want %s", m.key, seen.What, said(got, did), said(m.to.means.value(m.key, own), has)),
		cmp.Or(factRules[m.key], m.verb.Cites)
}

func (ms meanings) value(key, value string) string {
	if isSymbol(key, value) {
		return ms.of(value)
	}
	return value
}

func said(value string, has bool) string {
	switch {
	case !has:
		return "none"
	case value == "":
		return "it"
	}
	return value
}

// slot: a message that was not to come, or one that had to come first.
func (m *miss) slot(seen *traces.Event, s *suspect) (name, cites string) {
	if from, ok := handshakes(seen, s.side); ok {
		slot, found := s.slot(from, seen.What)
		if !found {
			return fmt.Sprintf("the %s handshake has no %s of the %s's", s.Plan, seen.What, from), "RFC 5246 7.3"
		}
		if slot.Need.Of(s.End) == Never {
			return slot.describe(s.Plan) + " must not come now", slot.Need.Cites
		}
	}
	if from, ok := handshakes(m.own, s.side); ok {
		if slot, found := s.slot(from, m.own.What); found {
			return slot.describe(s.Plan) + " must come here", slot.Need.Cites
		}
	}
	for _, e := range []*traces.Event{m.own, seen} {
		if e != nil && e.Mark == traces.Agreed {
			return fmt.Sprintf("the handshake is over (%s) behind its last slot, and not before", e.What), "RFC 5246 7.4.9"
		}
	}
	return "", ""
}

// handshakes says whose message of the handshake the event of an end is, if it is one.
func handshakes(e *traces.Event, self Side) (from Side, ok bool) {
	if e == nil || e.Mark != traces.Sent && e.Mark != traces.Accepted {
		return 0, false
	}
	if e.Mark == traces.Accepted {
		self = self.Peer()
	}
	kind := kindNamed(e.What)
	return self, kind != 0 && kind != ApplicationData && kind != AlertMessage
}

func kindNamed(name string) Kind { return Kind(max(slices.Index(kindNames[:], name), 0)) }

// slot finds the slot of a message in the plan that the end follows.
func (s *suspect) slot(from Side, what string) (Slot, bool) {
	for _, plan := range candidates[s.Plan] {
		for _, slot := range s.state.world.policy.Plans[s.side][plan] {
			if slot.From == from && slot.Kind == kindNamed(what) {
				return slot, true
			}
		}
	}
	return Slot{}, false
}

func (l Slot) describe(plan PlanName) string {
	return fmt.Sprintf("slot %s (%s) of the %s in the %s handshake", l.Kind, l.Need.Name, l.From, plan)
}
