package conform

import (
	"slices"
	"strings"

	"tlsresume/impl/peers"
	"tlsresume/traces"
)

// excuse changes a header as the limits of a real stack say, and lists the
// reasons of those that changed it. Such a difference is legitimate: the RFCs
// leave the choice, and the stack has made it.
func excuse(h traces.Header, s System) (traces.Header, []string) {
	theirs, ours := &h.Servers, &h.Clients
	if s.Role == "client" {
		theirs, ours = ours, theirs
	}
	reasons := append(limit(theirs, s.Limits), limit(ours, s.Ours)...)
	slices.Sort(reasons)
	return h, slices.Compact(reasons)
}

// limit changes nodes to what they are limited to.
func limit(nodes *[]traces.Node, limits []peers.Limit) (reasons []string) {
	*nodes = slices.Clone(*nodes)
	for _, l := range limits {
		for i, n := range *nodes {
			if edit, changes := editFor(l, n); changes {
				(*nodes)[i] = n.Edit([]string{edit})
				reasons = append(reasons, edit+": "+l.Why)
			}
		}
	}
	return reasons
}

// editFor is what a limit makes of a node, and whether that is another node.
func editFor(l peers.Limit, n traces.Node) (edit string, changes bool) {
	if _, ok := n.Has(l.When); l.When != "" && !ok {
		return "", false
	}
	_, has := n.Has(l.Option)
	if l.Always {
		return "+" + l.Option, !has
	}
	return "-" + l.Option, has
}

// A habit is a named policy that a real stack lives by, whatever its header says.
type habit struct {
	system, role, policy, why string
}

var habits = []habit{
	{"stdlib", "client", "ems-offer-legacy", "crypto/tls offers sessions without the extended master secret, too (RFC 7627 5.3, SHOULD NOT)"},
	{"openssl", "client", "ems-offer-legacy", "s_client offers sessions without the extended master secret, too (RFC 7627 5.3, SHOULD NOT)"},
}

// habitual gives the nodes of a real stack the policies that it lives by, for the model.
func habitual(h traces.Header, s System) (traces.Header, []string) {
	nodes := &h.Servers
	if s.Role == "client" {
		nodes = &h.Clients
	}
	*nodes = slices.Clone(*nodes)
	var reasons []string
	for _, b := range habits {
		if b.system != s.Name || b.role != s.Role {
			continue
		}
		for i, n := range *nodes {
			if _, ok := n.Has("policy"); !ok {
				(*nodes)[i] = n.Edit([]string{"+policy=" + b.policy})
				reasons = append(reasons, "policy="+b.policy+": "+b.why)
			}
		}
	}
	slices.Sort(reasons)
	return h, slices.Compact(reasons)
}

// A Departure is how a real stack differs from the model, where no header and no policy
// says so.
type Departure struct {
	System, Role string
	Got, Want    []string // words that the two events have; nil: the event is none
	Why          string
	Sometimes    bool // it depends on which of two programs is faster
}

// Departures are all that are known. One that does not occur any more in any stored trace
// and in any path that covers the model is to be left out.
var Departures = []Departure{
	{System: "openssl", Role: "client", Got: []string{"> ClientHello ticket=T1", "session_id=S1"}, Want: []string{"> ClientHello ticket=T1", "session_id=S"},
		Why: "s_client sends the session ID again that it once made up for the ticket, not a fresh one (RFC 5077 3.4, MAY generate)"},
	{System: "openssl", Role: "client", Got: []string{"> ClientHello", "session_id=S1"}, Want: []string{"> ClientHello", "session_id=empty"},
		Why: "s_client offers the session of its file, whatever suites and extensions it has now (against RFC 5246 7.4.1.2 and RFC 7627 5.3)"},
	{System: "openssl", Role: "client", Got: []string{"! handshake_failure"}, Want: []string{"> ChangeCipherSpec"},
		Why: "OpenSSL's client connects to no server that does not signal RFC 5746 (4.1), resumed or not"},
	{System: "openssl", Role: "server", Got: []string{"> Alert level=warning alert=unrecognized_name"}, Want: []string{"> ServerHello"},
		Why: "OpenSSL's server warns of a server_name that is none of its own, and goes on (RFC 6066 3, NOT RECOMMENDED)"},
	{System: "stdlib", Role: "client", Got: []string{"> ClientHello ticket=empty"}, Want: []string{"> ClientHello ticket=T"},
		Why: "crypto/tls forgets the session when its ticket is renewed by an empty one (RFC 5077 3.3 is silent)"},
	{System: "stdlib", Role: "server", Want: []string{"! handshake_failure"},
		Why: "crypto/tls closes without an alert where a client leaves out the extended master secret of its session (RFC 7627 5.3; against RFC 5246 7.2.2)"},
	{System: "stdlib", Role: "client", Got: []string{"> ClientHello ticket=T1"}, Want: []string{"> ClientHello ticket=T2"}, Why: hasty, Sometimes: true},
	{System: "openssl", Role: "client", Got: []string{"> ClientHello ticket=T1"}, Want: []string{"> ClientHello ticket=T2"}, Why: hasty, Sometimes: true},
	{System: "stdlib", Role: "client", Got: []string{"> ClientHello ticket=T1"}, Want: []string{"> ClientHello ticket=empty"}, Why: slow, Sometimes: true},
	{System: "openssl", Role: "client", Got: []string{"! unexpected_message"}, Want: []string{"alert=close_notify"}, Sometimes: true,
		Why: "s_client that is told to close may first read what has come"},
	{System: "stdlib", Role: "client", Want: []string{"! unexpected_message"}, Why: unawaited},
	{System: "stdlib", Role: "server", Want: []string{"! unexpected_message"}, Why: unawaited},
	{System: "openssl", Role: "client", Want: []string{"! unexpected_message"}, Why: unawaited},
	{System: "openssl", Role: "server", Want: []string{"! unexpected_message"}, Why: unawaited},
}

const hasty = "a client that dials at once may not yet have read the ticket that was delivered on another connection"

const slow = "a client that is slow to dial has first read the ticket that was delivered on another connection"

const unawaited = "no message is awaited of the stack there, so that its alert is not read"

// withheld are the facts of an ending that a stack does not tell.
var withheld = []struct {
	system, fact string
	of           func(traces.Event) bool
	why          string
}{
	{"stdlib", "tls_unique", func(e traces.Event) bool {
		_, ems := e.Fact("ems")
		return e.What == "resumed" && !ems
	}, "crypto/tls gives out no tls-unique behind a resumption without the extended master secret (RFC 7627 5.4)"},
}

// known is why a difference is excused, or "".
func known(system, role, difference string) string {
	for _, d := range Departures {
		if d.System == system && d.Role == role && d.has(difference) {
			return d.Why
		}
	}
	return ""
}

func (d *Departure) has(difference string) bool {
	_, events, _ := strings.Cut(difference, ": got ")
	got, want, _ := strings.Cut(events, ", want ")
	return all(got, d.Got) && all(want, d.Want)
}

// all reports whether an event has the words; none are those of no event.
func all(event string, words []string) bool {
	if words == nil {
		return event == "nothing"
	}
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(event, w) })
}
