package resume

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"tlsresume/traces"
)

// A view is what a log tells of a trace.
type view struct {
	name string
	has  func(traces.Event) bool
}

var views = []view{
	{"both ends", func(traces.Event) bool { return true }},
	{"both ends, what they said", func(e traces.Event) bool { return e.Mark != traces.Accepted }},
	{"the servers", func(e traces.Event) bool { return strings.HasSuffix(e.End, ".s") }},
	{"the servers, what they said", func(e traces.Event) bool {
		return strings.HasSuffix(e.End, ".s") && e.Mark != traces.Accepted
	}},
	{"the clients", func(e traces.Event) bool { return strings.HasSuffix(e.End, ".c") }},
	{"the clients, what they said", func(e traces.Event) bool {
		return strings.HasSuffix(e.End, ".c") && e.Mark != traces.Accepted
	}},
}

// of is the log of a trace.
func (v view) of(trace *traces.Trace) *traces.Log {
	l := &traces.Log{Header: trace.Header}
	for _, step := range trace.Steps {
		for j, e := range step.Events {
			if v.has(e) {
				l.Lines = append(l.Lines, traces.LogLine{Event: e, Line: step.Line + 1 + j})
			}
		}
	}
	return l
}

// supposed says whether a search would think of these edits.
func supposed(h traces.Header, args []string) bool {
	known := edits(traces.ClientOptions)
	if slices.ContainsFunc(h.Servers, func(n traces.Node) bool { return n.Name == args[0] }) {
		known = edits(traces.ServerOptions)
	}
	return !slices.ContainsFunc(args[1:], func(e string) bool { return !slices.Contains(known, e) })
}

// unseenIn counts the commands that left no event, and says whether they can be found
// and all ends are honest.
func unseenIn(t *testing.T, trace *traces.Trace) (n int, honest bool) {
	t.Helper()
	y := open(trace.Header, stock())
	for _, step := range trace.Steps {
		if _, err := y.Do(t.Context(), step.Command); err != nil {
			t.Fatal(err)
		}
		if step.Command.Verb == "deploy" && !supposed(trace.Header, step.Command.Args) {
			return 0, false
		}
		if verb := step.Command.Verb; verb != "deliver" && verb != "dial" && len(step.Events) == 0 {
			n += max(1, len(step.Command.Args)-1) // each edit of a deploy is found by itself
		}
	}
	return n, !slices.ContainsFunc(y.state.Conns, func(c Conn) bool { return c.Deviated })
}

// A trace without its commands is a log, whoever's: the commands are found.
func TestStoredTracesAreFollowedAsLogs(t *testing.T) {
	all := fleetTraces(t)
	followed := 0
	for i, path := range sortedKeys(all) {
		n, honest := unseenIn(t, all[path])
		if !honest || n > DefaultBounds.Unseen {
			continue
		}
		if (i%3 != 0 || testing.Short()) && !strings.Contains(path, "/figures/") {
			continue // a third of them will do
		}
		seen := views[i%2 : i%2+1]
		if strings.Contains(path, "/figures/draft-figure-2") {
			seen = views
		}
		for _, v := range seen {
			unseen, d, err := FollowLog(t.Context(), v.of(all[path]), DefaultBounds)
			if d != nil || err != nil {
				t.Errorf("%s, %s: %v %v", path, v.name, d, err)
			}
			t.Logf("%s, %s: %q", path, v.name, unseen)
			followed++
		}
	}
	least := 40
	if testing.Short() {
		least = 8
	}
	if followed < least {
		t.Errorf("got %d logs, want at least %d", followed, least)
	}
}

// A log from which a message is missing departs at the next line of the same end.
func TestALogThatLacksAMessageDeparts(t *testing.T) {
	for i, v := range views[:2] {
		whole := v.of(read(t, "../../traces/figures/draft-figure-2.trace"))
		for at := i; at < len(whole.Lines); at += 5 {
			gone := whole.Lines[at]
			if gone.Event.What == "Alert" || gone.Event.What == "ApplicationData" {
				continue // which the application need not have sent
			}
			l := &traces.Log{Header: whole.Header, Lines: slices.Delete(slices.Clone(whole.Lines), at, at+1)}
			_, d, err := FollowLog(t.Context(), l, Bounds{Unseen: 0, States: 5000})
			if err != nil || d == nil || d.Line <= gone.Line || d.Guard == "" {
				t.Errorf("%s, without line %d, %s: got %v %v", v.name, gone.Line, gone.Event, d, err)
			}
		}
	}
}

// Nobody is supposed to have misbehaved: what only a network that loses records explains
// is a departure.
func TestNoDeviationIsSupposed(t *testing.T) {
	whole := views[0].of(read(t, modelTraces+"goal-id-outlives-fatal.trace"))
	at := slices.IndexFunc(whole.Lines, func(l traces.LogLine) bool { return l.Event.Mark == traces.Aborted })
	l := &traces.Log{Header: whole.Header, Lines: whole.Lines[:at+1]}
	l.Lines[at-1].Event = l.Lines[at-2].Event // it says another record, and none is taken
	if _, d, err := FollowLog(t.Context(), l, DefaultBounds); err != nil || d == nil || d.Line != l.Lines[at].Line {
		t.Errorf("got %v, %v, want a departure at line %d", d, err, l.Lines[at].Line)
	}
}

// What a log does not tell may be anything; what it says is not there must not be.
func TestALogTellsWhatItTells(t *testing.T) {
	const header = "rule: r\nfrom: f\nserver s0 ems tickets vhost=a.example\nclient c0 ems tickets sni=a.example\nseed: 1\n\n"
	for _, c := range []struct {
		body, guard string
		line, col   int
	}{
		{"  x.c > ClientHello\n  x.s > ServerHello\n  x.s > Certificate\n", "", 0, 0},
		{"  x.c > ClientHello ems -session_id\n", "fact session_id", 7, 3},
		{"  x.c > ClientHello -sni\n", "fact sni", 7, 3},
		{"  x.c > ClientHello sni=b.example\n", "fact sni", 7, 21},
		{"  x.s > ServerHello suite=TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA\n", "", 0, 0},
		{"  x.s > ServerHello -ticket\n  x.s > Certificate\n  x.s > ServerKeyExchange\n  x.s > ServerHelloDone\n  x.s > NewSessionTicket\n",
			"slot NewSessionTicket (if promised) of the server in the full handshake must not come now", 11, 3},
		{"  x.s > ServerHello\n  x.s > NewSessionTicket\n", "slot Certificate (always) of the server in the full handshake must come here", 8, 3},
	} {
		l, err := traces.ParseLog("log", []byte(header+c.body))
		if err != nil {
			t.Fatal(err)
		}
		_, d, err := FollowLog(t.Context(), l, DefaultBounds)
		if err != nil {
			t.Fatal(err)
		}
		if d == nil {
			d = &Departure{}
		}
		if !strings.HasPrefix(d.Guard, c.guard) || (c.guard == "") != (d.Guard == "") || d.Line != c.line || d.Column != c.col {
			t.Errorf("%q: got %v, want line %d, column %d: %s", c.body, d, c.line, c.col, c.guard)
		}
	}
}

func TestABoundThatIsHitIsNoVerdict(t *testing.T) {
	l := views[1].of(read(t, "../../traces/figures/draft-figure-2.trace"))
	if _, d, err := FollowLog(t.Context(), l, Bounds{Unseen: 1, States: 3}); !errors.Is(err, ErrBound) || d != nil {
		t.Errorf("got %v, %v, want %v", d, err, ErrBound)
	}
}
