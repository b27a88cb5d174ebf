package conform

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

// A Coverage is what of the implementation some runs have reached: the slots of its
// plans, with what became of them, and the reasons for which its ends give up.
type Coverage struct {
	slots   map[cell]bool
	Reasons map[handshake.Reason]bool
}

// A cell is a slot of a plan, as who awaits it sees it, with what came of it.
type cell struct {
	plan string
	slot int
	what string // filled, skipped, or the message that came wrongly
}

const (
	filled  = "filled"
	skipped = "skipped"
)

// Seams note for which reasons an end offers no session, does not resume one, or gives up
// where its policy says so. Other reasons are read from the events.
func (c *Coverage) Seams() script.Seams {
	note := func(r handshake.Reason) handshake.Reason {
		c.Reasons[r] = r != handshake.None
		return r
	}
	return script.Seams{Config: func(_ handshake.Side, _ traces.Node, cfg *handshake.Config) {
		p := &cfg.Policy
		resume, offer := p.MayResume, p.MayOffer
		p.MayResume = func(s *session.State, o *handshake.Offer) handshake.Reason { return note(resume(s, o)) }
		p.MayOffer = func(s *session.ClientSession, p *handshake.Policy, name string, now time.Time) handshake.Reason {
			return note(offer(s, p, name, now))
		}
	}}
}

// NewCoverage is that of no run.
func NewCoverage() *Coverage {
	return &Coverage{slots: map[cell]bool{}, Reasons: map[handshake.Reason]bool{}}
}

// plans are those of honest ends, by their names.
var plans = []struct {
	name string
	plan handshake.Plan
}{{"full", handshake.Full}, {"abbreviated", handshake.Abbreviated}}

// lacking are the messages that a handshake may lack (RFC 5246 7.3, RFC 5077 3.1), by
// their sender.
var lacking = map[handshake.Side][]wire.Kind{
	handshake.Server: {wire.KindServerKeyExchange, wire.KindCertificateRequest, wire.KindNewSessionTicket},
	handshake.Client: {wire.KindCertificate, wire.KindCertificateVerify},
}

// Add adds a run of the implementation.
func (c *Coverage) Add(t *traces.Trace) {
	ends := map[string]*cursor{}
	for _, step := range t.Steps {
		for _, e := range step.Events {
			if ends[e.End] == nil {
				ends[e.End] = &cursor{Coverage: c, peer: handshake.Server}
				if strings.HasSuffix(e.End, ".s") {
					ends[e.End].peer = handshake.Client
				}
				ends[e.End].begin()
			}
			ends[e.End].event(e)
		}
	}
}

// A cursor goes through the plans with one end. A plan that the end does not follow has
// -1.
type cursor struct {
	*Coverage
	peer  handshake.Side
	at    [2]int
	marks [2][]cell // of the handshake that runs
}

func (k *cursor) begin() { k.at, k.marks = [2]int{}, [2][]cell{} }

func (k *cursor) event(e traces.Event) {
	kind, ok := wire.KindByName(e.What)
	switch {
	case e.Mark == traces.Aborted:
		k.aborted(e)
	case !ok || kind == wire.KindHelloRequest:
	case kind == wire.KindClientHello:
		k.begin()
		k.pass(kind, handshake.Client)
	case e.Mark == traces.Accepted:
		k.pass(kind, k.peer)
	case e.Mark == traces.Sent && kind == wire.KindServerHello:
		k.pass(kind, handshake.Server)
	}
}

// pass goes behind the slot of a message in each plan that has it there.
func (k *cursor) pass(kind wire.Kind, from handshake.Side) {
	for p := range plans {
		at, i := k.at[p], k.next(p, kind, from)
		if k.at[p] = i + 1; i < 0 {
			k.at[p] = -1
			continue
		}
		if from != k.peer {
			continue
		}
		for _, s := range k.awaited(p, at) {
			if s < i {
				k.mark(p, s, skipped)
			}
		}
		k.mark(p, i, filled)
	}
}

// next is the slot that takes a message, or -1.
func (k *cursor) next(p int, kind wire.Kind, from handshake.Side) int {
	if k.at[p] < 0 {
		return -1
	}
	plan := plans[p].plan
	for i := k.at[p]; i < len(plan); i++ {
		switch s := plan[i]; {
		case s.From == from && s.Kind == kind:
			return i
		case s.From == from && !slices.Contains(lacking[from], s.Kind):
			return -1
		}
	}
	return -1
}

// awaited are the slots of the peer from one on, up to the first that cannot lack.
func (k *cursor) awaited(p, at int) (all []int) {
	plan := plans[p].plan
	for i := at; at >= 0 && i < len(plan); i++ {
		if plan[i].From != k.peer {
			continue
		}
		all = append(all, i)
		if !slices.Contains(lacking[k.peer], plan[i].Kind) {
			break
		}
	}
	return all
}

// mark notes a cell of a plan that the end may still turn out not to follow: as soon as
// it follows that one alone.
func (k *cursor) mark(p, slot int, what string) {
	k.marks[p] = append(k.marks[p], cell{plans[p].name, slot, what})
	if k.at[1-p] >= 0 && slot > 1 {
		return
	}
	for _, m := range k.marks[p] {
		k.slots[m] = true
	}
}

// aborted notes for what the end gave up, and in which slot: the last of those that it
// says it wants.
func (k *cursor) aborted(e traces.Event) {
	for _, r := range handshake.Reasons() {
		if r.Aborts() && (e.Note == r.String()+" ("+r.Cite()+")" || strings.HasPrefix(e.Note, r.String()+": ")) {
			k.Reasons[r] = true
		}
	}
	got, _ := e.Fact("got")
	want, ok := e.Fact("want")
	if !ok {
		return
	}
	for _, name := range strings.Split(want, ",") {
		kind, _ := wire.KindByName(name)
		for p := range plans {
			if i := k.next(p, kind, k.peer); i >= 0 {
				k.slots[cell{plans[p].name, i, got}] = true
			}
		}
	}
}

// A gap is what no trace reaches in the slots.
type gap struct {
	plan string      // "" is either
	slot []wire.Kind // nil is all
	from handshake.Side
	what []string
	why  string
}

var gaps = []gap{
	{"full", []wire.Kind{wire.KindClientHello}, handshake.Client, said(handshake.Client),
		"a client begins with its hello, and has nothing to say before"},
	{"", nil, handshake.Client, []string{"CertificateVerify"},
		"a client signs once, in its place: nothing is left to sign behind it, and nothing was asked in a resumption"},
	{"abbreviated", nil, handshake.Client, []string{"ClientKeyExchange"},
		"a client that resumes has no key of the server's"},
	{"full", nil, handshake.Client, []string{"ApplicationData"},
		"no end writes before its own handshake is over, and a client's ends a full one no earlier than its server's"},
	{"full", fullBeforeLast, handshake.Server, []string{"ApplicationData"},
		"no end writes before its own handshake is over"},
	{"abbreviated", nil, handshake.Server, []string{"ApplicationData"},
		"a server's handshake is over behind the client's Finished, when a resumption is"},
}

// fullBeforeLast are the messages of a full handshake before its last flight.
var fullBeforeLast = []wire.Kind{
	wire.KindServerHello, wire.KindCertificate, wire.KindServerKeyExchange, wire.KindCertificateRequest, wire.KindServerHelloDone,
}

// gapOf is why a cell is not reached, or "".
func gapOf(c cell, s handshake.Slot) string {
	for _, g := range gaps {
		if (g.plan == "" || g.plan == c.plan) && (g.slot == nil || slices.Contains(g.slot, s.Kind)) && g.from == s.From && slices.Contains(g.what, c.what) {
			return g.why
		}
	}
	return ""
}

// Slots writes a line for each slot, with what has come of it, and a line for all. What is
// reached though it has a gap, and what is not though it has none, is wrong.
func (c *Coverage) Slots(w io.Writer) (wrong []string) {
	reached, all := 0, 0
	for p, plan := range plans {
		for i, s := range plan.plan {
			if p > 0 && i < 2 {
				continue // of either plan, and counted with the full one
			}
			var are []string
			for _, what := range outcomes(plan.plan, i) {
				at := cell{plan.name, i, what}
				switch why := gapOf(at, s); {
				case c.slots[at] && why != "":
					wrong = append(wrong, fmt.Sprintf("the %s of the %s in the %s handshake: %s: reached, but there is a gap: %s", s.Kind, s.From, plan.name, what, why))
				case !c.slots[at] && why == "":
					wrong = append(wrong, fmt.Sprintf("the %s of the %s in the %s handshake: %s: not reached", s.Kind, s.From, plan.name, what))
				}
				all++
				if c.slots[at] {
					reached++
					are = append(are, what)
				}
			}
			fmt.Fprintf(w, "%-11s %-6s %-18s %s\n", plan.name, s.From, s.Kind, strings.Join(are, " "))
		}
	}
	fmt.Fprintf(w, "%d of %d\n", reached, all)
	return wrong
}

// outcomes are what may come of a slot: it is filled, or skipped if its message may lack,
// or another message comes that cannot then. A HelloRequest is never wrong at a client
// (RFC 5246 7.4.1.1).
func outcomes(plan handshake.Plan, i int) []string {
	s := plan[i]
	all := []string{filled}
	legal := []wire.Kind{wire.KindHelloRequest}
	for _, next := range plan[i:] {
		if next.From != s.From {
			break
		}
		if legal = append(legal, next.Kind); !slices.Contains(lacking[s.From], next.Kind) {
			break
		}
	}
	if slices.Contains(lacking[s.From], s.Kind) {
		all = append(all, skipped)
	}
	for _, what := range said(s.From) {
		if kind, _ := wire.KindByName(what); !slices.Contains(legal, kind) {
			all = append(all, what)
		}
	}
	return all
}

// said are the messages that a side has to say, in their places or not.
func said(from handshake.Side) []string {
	return append(slices.Clone(messages[from.String()[:1]]), wire.KindApplicationData.String())
}
