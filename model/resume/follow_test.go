package resume

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tlsresume/traces"
)

// fleetTraces are the stored traces of worlds that this model can be.
func fleetTraces(t *testing.T) map[string]*traces.Trace {
	t.Helper()
	all := map[string]*traces.Trace{}
	err := filepath.WalkDir("../../traces", func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != traces.Extension {
			return err
		}
		trace := read(t, path)
		if _, err := Open(t.Context(), trace.Header); !errors.Is(err, traces.ErrCannot) {
			all[path] = trace
		}
		return nil
	})
	if err != nil || len(all) < 40 {
		t.Fatalf("got %d traces, %v, want at least 40", len(all), err)
	}
	return all
}

func sortedKeys(all map[string]*traces.Trace) (keys []string) {
	for k := range all {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func departs(t *testing.T, trace *traces.Trace) *Departure {
	t.Helper()
	d, err := Follow(context.Background(), trace)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestEveryStoredTraceIsFollowed(t *testing.T) {
	for path, trace := range fleetTraces(t) {
		if d := departs(t, trace); d != nil {
			t.Errorf("%s: %s", path, d)
		}
	}
}

// An edit is a trace with one event changed, and what the departure must say.
type edit struct {
	what  string
	trace *traces.Trace
	line  int
	words []string // of which one is in the guard
}

// edited changes one event of a trace, somewhere, or returns nil.
func edited(trace *traces.Trace, random *rand.Rand) *edit {
	text, err := traces.Parse("copy", traces.Format(trace))
	if err != nil {
		panic(err)
	}
	i := random.IntN(len(text.Steps))
	step := &text.Steps[i]
	if len(step.Events) == 0 {
		return nil
	}
	j := random.IntN(len(step.Events))
	was := step.Events[j]
	e := &edit{trace: text, line: step.Line + 1 + j, words: []string{was.What}}
	if got, ok := was.Fact("got"); ok {
		e.words = append(e.words, got) // the guard of such an abort is the slot's
	}
	switch random.IntN(3) {
	case 0:
		e.what = "drop " + was.String()
		if step.Events = slices.Delete(slices.Clone(step.Events), j, j+1); j < len(step.Events) {
			e.words = append(e.words, step.Events[j].What)
		}
	case 1:
		if j+1 == len(step.Events) || step.Events[j].String() == step.Events[j+1].String() {
			return nil
		}
		e.what = "swap " + was.String()
		e.words = append(e.words, step.Events[j+1].What)
		step.Events[j], step.Events[j+1] = step.Events[j+1], step.Events[j]
	default:
		k := slices.IndexFunc(was.Facts, func(f traces.Fact) bool { return slices.Contains(firm, f.Key) })
		if k < 0 {
			return nil
		}
		e.what = "change " + was.Facts[k].Key + " of " + was.String()
		e.words = []string{"fact " + was.Facts[k].Key}
		step.Events[j].Facts = slices.Delete(slices.Clone(was.Facts), k, k+1)
	}
	return e
}

// firm facts are nobody's choice, wherever they stand.
var firm = []string{"ems", "sni", "peer", "name", "by", "version"}

func TestEveryEditedTraceDeparts(t *testing.T) {
	all := fleetTraces(t)
	random := rand.New(rand.NewPCG(4, 1))
	for _, path := range sortedKeys(all) {
		for n := 0; n < 6; {
			e := edited(all[path], random)
			if e == nil {
				continue
			}
			n++
			d := departs(t, e.trace)
			if d == nil || d.Line != e.line {
				t.Errorf("%s, %s, line %d: got %v", path, e.what, e.line, d)
				continue
			}
			mentioned := func(word string) bool { return strings.Contains(d.Guard, word) }
			if !slices.ContainsFunc(e.words, mentioned) || d.Cites == "" || len(d.Allowed) == 0 {
				t.Errorf("%s, %s: got %s, want a guard that mentions one of %v", path, e.what, d, e.words)
			}
		}
	}
}

// A fact that the model has otherwise, or not at all, is a departure, as one that lacks
// is; and so is a symbol that stands for two things, or two symbols for one.
func TestFactsAndSymbolsAreHeldAgainstTheModel(t *testing.T) {
	const path = modelTraces + "goal-renew-ticket.trace"
	for _, c := range []struct{ what, old, by string }{
		{"another value", "ticket=T1 session_id=empty ri=scsv sni=a.example", "ticket=T1 session_id=empty ri=scsv sni=b.example"},
		{"a fact that is not there", "> Certificate name=a.example", "> Certificate name=a.example sni=a.example"},
		{"a flag that is not there", "> ServerKeyExchange", "> ServerKeyExchange ems"},
		{"one symbol for two tickets", "ticket=T2", "ticket=T1"},
		{"two symbols for one ticket", "> ClientHello ticket=T1", "> ClientHello ticket=T3"},
		{"two symbols for one secret", "resumed by=ticket ms=M1", "resumed by=ticket ms=M2"},
	} {
		trace := read(t, path)
		edits := 0
		for i := range trace.Steps {
			for j, e := range trace.Steps[i].Events {
				text := strings.Replace(e.String(), c.old, c.by, 1)
				if text == e.String() {
					continue
				}
				edits++
				words := strings.Fields(text)[3:]
				trace.Steps[i].Events[j].Facts = nil
				for _, word := range words {
					key, value, _ := strings.Cut(word, "=")
					trace.Steps[i].Events[j].Facts = append(trace.Steps[i].Events[j].Facts, traces.Fact{Key: key, Value: value})
				}
			}
		}
		if d := departs(t, trace); edits == 0 || d == nil || !strings.HasPrefix(d.Guard, "fact ") {
			t.Errorf("%s: got %d edits, %v, want a fact that departs", c.what, edits, d)
		}
	}
}

// What a run does once more behind a step departs there.
func TestAnEventTooManyDeparts(t *testing.T) {
	const path = modelTraces + "goal-renew-ticket.trace"
	for i, step := range read(t, path).Steps {
		if len(step.Events) == 0 {
			continue
		}
		trace := read(t, path)
		trace.Steps[i].Events = append(trace.Steps[i].Events, step.Events[len(step.Events)-1])
		if d, want := departs(t, trace), step.Line+1+len(step.Events); d == nil || d.Line != want {
			t.Errorf("%s: got %v, want a departure at line %d", step.Command, d, want)
		}
	}
}

// A departure names the guard of what came nearest: all but a fact, the message, the
// end.
func TestTheNearestMissIsNamed(t *testing.T) {
	event := func(end string, mark byte, what string) *traces.Event {
		return &traces.Event{End: end, Mark: mark, What: what}
	}
	far := []miss{
		{key: differs, own: event("k1.s", traces.Sent, "Finished")},
		{key: differs, own: event("k1.c", traces.Sent, "Certificate")},
		{key: differs, own: event("k1.c", traces.Accepted, "Finished")},
		{key: "ems", own: event("k1.c", traces.Sent, "Finished")},
	}
	for i, want := range far {
		for _, misses := range [][]miss{far[:i+1], reversed(far[:i+1])} {
			f := follower{misses: misses}
			if got := f.nearest(event("k1.c", traces.Sent, "Finished")); got.own != want.own {
				t.Errorf("of %d misses: got %s, want %s", len(misses), got.own, want.own)
			}
		}
	}
}

func reversed(misses []miss) []miss {
	misses = slices.Clone(misses)
	slices.Reverse(misses)
	return misses
}

// Where a run lacks an abort, the guard names the slot of what came if it must not come,
// and not if it comes too early.
func TestAnAbortThatLacksIsExplained(t *testing.T) {
	const check = "alert check unexpected_message"
	for path, want := range map[string]string{
		"testdata/unpromised-ticket.trace":    check + ", slot NewSessionTicket (if promised) of the server in the full handshake must not come now",
		modelTraces + "defect-skip-ccs.trace": check,
	} {
		trace := read(t, path)
		aborts := func(e traces.Event) bool { return e.Mark == traces.Aborted }
		i := slices.IndexFunc(trace.Steps, func(s traces.Step) bool { return slices.ContainsFunc(s.Events, aborts) })
		if i < 0 {
			t.Fatalf("%s: got no abort", path)
		}
		events := trace.Steps[i].Events
		trace.Steps[i].Events = events[:slices.IndexFunc(events, aborts)]
		if d := departs(t, trace); d == nil || d.Step != i+1 || d.Guard != want {
			t.Errorf("%s: got %v, want a departure in step %d: %s", path, d, i+1, want)
		}
	}
}

// Which numbers values have, and which symbols they got by them, tells no branches apart;
// which of them the run has named does.
func TestBranchesAreToldApartByWhatMatters(t *testing.T) {
	f, err := newFollower(t.Context(), read(t, modelTraces+"goal-renew-ticket.trace").Header)
	if err != nil {
		t.Fatal(err)
	}
	said := func(before ...Action) branch {
		b := f.first()
		for _, a := range append(before, Action{Verb: "dial"}, Action{Verb: "deliver", Side: Server}) {
			b = f.act(&b, a, nil).branch
		}
		b.means = meanings{{f.symbols.Name(traces.SessionIDSymbol, b.state.Last.bytes()), "S1"}}
		return b
	}
	a, b := said(), said(Action{Verb: "restart"})
	if a.state.Last == b.state.Last {
		t.Fatalf("got %d values in both, want them numbered otherwise", a.state.Last)
	}
	if a.key(f) != b.key(f) {
		t.Errorf("got %q and %q, want one key", a.key(f), b.key(f))
	}
	b.means[0].seen = "S2"
	if a.key(f) == b.key(f) {
		t.Errorf("got %q for branches of two meanings", a.key(f))
	}
}

// taking plays two connections while each end takes a liberty at every hello.
func taking(t *testing.T, l Liberty) *traces.Trace {
	t.Helper()
	header := read(t, modelTraces+"goal-renew-ticket.trace").Header
	header.Servers[0] = traces.Node{Name: "s0", Options: []traces.Option{{Key: "ems"}, {Key: "tickets"}, {Key: "cache"}, {Key: "vhost", Value: "a.example"}}}
	f, err := newFollower(t.Context(), header)
	if err != nil {
		t.Fatal(err)
	}
	trace := &traces.Trace{Header: header}
	b := f.first()
	do := func(args ...string) {
		c := traces.Command{Verb: args[0], Args: args[1:]}
		a, err := b.names.action(c)
		if err != nil {
			t.Fatal(err)
		}
		if c.Verb == "dial" {
			b.names.conns = append(b.names.conns, c.Args[0])
		}
		o := f.act(&b, a, nil)
		if l.ways != nil && len(b.state.chosen(a, o.events)) > 1 && (a.Verb == "dial") == (l.Of == Client) {
			choice := choice{node: &b.state.Servers[0].Options}
			if a.Verb != "dial" {
				choice.hello = &b.state.Conns[a.Conn].Wires[Server][0].Offer
			}
			o = f.act(&b, a, l.ways(&choice)[:1])
		}
		b = o.branch
		trace.Steps = append(trace.Steps, traces.Step{Command: c, Events: o.events})
	}
	for _, k := range []string{"k1", "k2", "k3"} {
		do("dial", k, "c0", "s0")
		for _, end := range []string{".s", ".c", ".s", ".c"} {
			do("deliver", k+end)
		}
	}
	return trace
}

// What the RFCs leave to an end is followed, though the model itself does otherwise.
func TestLibertiesAreFollowed(t *testing.T) {
	adopt := map[string]func(*traces.Event){
		"hint":         func(e *traces.Event) { set(e, "hint", "77") },
		"empty-ticket": func(e *traces.Event) { set(e, "ticket", "empty") },
	}
	for _, l := range Liberties() {
		t.Run(l.Name, func(t *testing.T) {
			trace := taking(t, l)
			if l.adopt.take != nil {
				trace.Steps = trace.Steps[:4] // what comes of it is another story
				for i := range trace.Steps {
					for j := range trace.Steps[i].Events {
						if e := &trace.Steps[i].Events[j]; e.Mark == traces.Sent && e.What == "NewSessionTicket" {
							adopt[l.Name](e)
						}
					}
				}
			}
			if d := departs(t, trace); d != nil {
				t.Errorf("%s\n%s", d, traces.Format(trace))
			}
			own, err := traces.Run(t.Context(), Open, trace)
			if err != nil {
				t.Fatal(err)
			}
			if traces.Diff(trace, own) == nil {
				t.Errorf("the liberty does not show in\n%s", traces.Format(trace))
			}
			t.Logf("\n%s", traces.Format(trace))
		})
	}
}

// No liberty lets an end go on where RFC 7627 has it abort, nor resume what it refuses.
func TestWhoMustAbortHasNoLiberty(t *testing.T) {
	for _, side := range []Side{Client, Server} {
		for _, pick := range picks(side, &choice{node: &Options{Suites: defaultSuites()}, hello: &Offer{Suites: defaultSuites()}}) {
			policy, node, hello := stock(), Options{}, Offer{Suites: defaultSuites()}
			for _, edit := range pick {
				edit(&choice{policy: &policy, node: &node, hello: &hello})
			}
			for i, cell := range policy.EMS {
				if was := emsCells[i].Verdict; cell.Verdict < was {
					t.Errorf("%s: got %v, want %v", cell.Name, cell.Verdict, was)
				}
			}
			if len(policy.Refusals) != len(refusals) {
				t.Errorf("got %d refusals, want %d", len(policy.Refusals), len(refusals))
			}
		}
	}
}

func set(e *traces.Event, key, value string) {
	for i := range e.Facts {
		if e.Facts[i].Key == key {
			e.Facts[i].Value = value
		}
	}
}
