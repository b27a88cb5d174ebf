package conform

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"tlsresume/properties"
	"tlsresume/traces"
)

// commands is how long a random script is.
const commands = 40

// Code to model: whatever the commands are, the model allows what the implementation
// does, and no property is broken. -rapid.checks says how many scripts are tried.
func TestTheModelFollowsTheImplementation(t *testing.T) {
	followsAll(t, "conformance", func(choose Chooser) (*traces.Trace, error) { return Script(choose, commands), nil })
}

// followsAll has rapid choose scripts, all of which the model is to follow. Each on the way
// to the one that rapid chooses last is on disk before rapid goes on.
func followsAll(t *testing.T, name string, draw func(Chooser) (*traces.Trace, error)) {
	t.Helper()
	var failing *traces.Trace
	defer func() {
		if failing != nil {
			_, err := Try(context.Background(), name, failing, Follow)
			t.Error(err)
		}
	}()
	rapid.Check(t, func(t *rapid.T) {
		script, err := draw(func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "choice") })
		if err != nil {
			t.Fatal(err)
		}
		got, err := Follow(context.Background(), script)
		if err == nil {
			return
		}
		failing = script
		f := Failure{Err: err, Answered: answered(script, got)}
		if err := f.record(name); err != nil {
			t.Error(err)
		}
		t.Fatal(f.Err)
	})
}

// A label is something that is to occur in random runs, and how often at least, in
// percent of them.
type label struct {
	name  string
	floor float64
	has   func(*traces.Trace, properties.Run) bool
}

// rare are the situations of properties that occur in fewer runs than usual is.
var rare = map[string]float64{
	"exporter-fenced": 0, // what is exported is told where there is an adversary alone
	"tickets-off":     0.1,
}

// usual is the floor of a situation that is not rare.
const usual = 0.5

// labels are the situations of all properties, and what else is to occur.
func labels() (all []label) {
	for _, p := range properties.All() {
		floor, ok := rare[p.Name]
		if !ok {
			floor = usual
		}
		all = append(all, label{"property " + p.Name, floor, func(_ *traces.Trace, r properties.Run) bool { return p.Occurs(r) }})
	}
	for _, verb := range traces.Verbs {
		if verb.Name != "forge" && verb.Name != "relay" {
			all = append(all, label{"verb " + verb.Name, verbs[verb.Name], func(t *traces.Trace, _ properties.Run) bool {
				return slices.ContainsFunc(t.Steps, func(s traces.Step) bool { return s.Command.Verb == verb.Name })
			}})
		}
	}
	return append(all, occurrences...)
}

// verbs are the floors of commands.
var verbs = map[string]float64{
	"dial": 100, "deliver": 90, "renegotiate": 50, "send": 20, "close": 20, "deploy": 20, "tick": 20,
	"rotate": 5, "retire": 5, "restart": 5, "evict": 5, "share": 5,
	"drop": 5, "dup": 5, "swap": 5, "cut": 5, "omit": 5, "say": 5, "reorder": 5,
}

var occurrences = []label{
	{"resumed by ticket", 3, has(func(e properties.Event) bool { return is(e, "resumed", "by", "ticket") })},
	{"resumed by session ID", 2, has(func(e properties.Event) bool { return is(e, "resumed", "by", "id") })},
	{"resumed without the extended master secret", 0.5, has(func(e properties.Event) bool {
		_, ems := e.Fact("ems")
		return e.What == "resumed" && !ems
	})},
	{"resumed a client that is known", 0.3, has(func(e properties.Event) bool {
		_, peer := e.Fact("peer")
		return e.What == "resumed" && peer && strings.HasSuffix(e.End, ".s")
	})},
	{"renegotiated in full", 5, someHandshake(func(h properties.Handshake) bool { return h.N > 0 && ends(h, "full") })},
	{"renegotiated by resumption", 1, someHandshake(func(h properties.Handshake) bool { return h.N > 0 && ends(h, "resumed") })},
	{"refused to renegotiate", 5, has(func(e properties.Event) bool { return is(e, "Alert", "alert", "no_renegotiation") })},
	{"an end gave up", 20, has(func(e properties.Event) bool { return e.Mark == traces.Aborted })},
	{"a client gave up", 5, has(func(e properties.Event) bool { return e.Mark == traces.Aborted && strings.HasSuffix(e.End, ".c") })},
	{"an empty ticket", 0.3, has(func(e properties.Event) bool { return is(e, "NewSessionTicket", "ticket", "empty") })},
	{"an end said something though it was told to misbehave", 5, has(func(e properties.Event) bool { return e.Mark == traces.Sent && !e.Honest })},
	{"an honest end gave up where something was amiss", 5, has(func(e properties.Event) bool {
		return e.Mark == traces.Aborted && e.Honest && !e.Calm
	})},
	{"a handshake completed where something was amiss", 5, has(func(e properties.Event) bool { return e.Mark == traces.Agreed && !e.Calm })},
	{"every handshake that was begun completed", 5, func(_ *traces.Trace, r properties.Run) bool {
		return !slices.ContainsFunc(r.Handshakes, func(h properties.Handshake) bool { return !ends(h, "full") && !ends(h, "resumed") })
	}},
}

func is(e properties.Event, what, key, value string) bool {
	got, _ := e.Fact(key)
	return e.What == what && got == value
}

// has is an occurrence of an event.
func has(like func(properties.Event) bool) func(*traces.Trace, properties.Run) bool {
	return func(_ *traces.Trace, r properties.Run) bool {
		return slices.ContainsFunc(r.Conns, func(c properties.Conn) bool {
			return slices.ContainsFunc(c.Client, like) || slices.ContainsFunc(c.Server, like)
		})
	}
}

// someHandshake is an occurrence of a handshake.
func someHandshake(like func(properties.Handshake) bool) func(*traces.Trace, properties.Run) bool {
	return func(_ *traces.Trace, r properties.Run) bool { return slices.ContainsFunc(r.Handshakes, like) }
}

// ends reports whether both ends of a handshake completed it so.
func ends(h properties.Handshake, what string) bool {
	how := func(e properties.Event) bool { return e.Mark == traces.Agreed && e.What == what }
	return slices.ContainsFunc(h.Client, how) && slices.ContainsFunc(h.Server, how)
}

// Random runs have what the properties speak of, and break none: eight times as many as
// -rapid.checks says, and so many at least that a rare case is no accident.
func TestRandomRunsHaveWhatIsToOccur(t *testing.T) {
	all, runs := labels(), max(800, 8*checks(t))
	counts := make([]atomic.Int64, len(all))
	random(t, runs, func(got *traces.Trace) {
		run := properties.NewRun(got)
		for i, l := range all {
			if l.has(got, run) {
				counts[i].Add(1)
			}
		}
	})
	for i, l := range all {
		percent := 100 * float64(counts[i].Load()) / float64(runs)
		t.Logf("%5.1f%% %s", percent, l.name)
		if percent < l.floor {
			t.Errorf("%s: got %.2f%% of %d runs, want %v%%", l.name, percent, runs, l.floor)
		}
	}
	for name := range rare {
		if !slices.ContainsFunc(properties.All(), func(p properties.Property) bool { return p.Name == name }) {
			t.Errorf("no property %s is rare", name)
		}
	}
	t.Logf("%d runs of %d commands, seeds 1 to %d", runs, commands, runs)
}

func checks(t *testing.T) int {
	t.Helper()
	n, err := strconv.Atoi(flag.Lookup("rapid.checks").Value.String())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// random plays so many random scripts, on all processors. The first that is not as it
// is to be fails the test.
func random(t *testing.T, runs int, see func(*traces.Trace)) {
	t.Helper()
	err := Each(t.Context(), 0, runs, func(i int) error {
		got, err := Try(t.Context(), fmt.Sprintf("seed-%d", i+1), seeded(i), Follow)
		if err == nil {
			see(got)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// seeded is the script of a seed.
func seeded(i int) *traces.Trace {
	return Script(rand.New(rand.NewPCG(uint64(i+1), 0)).IntN, commands)
}
