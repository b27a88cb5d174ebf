package adversary

import (
	"context"
	"math/rand/v2"
	"testing"

	"tlsresume/traces"
)

func flightsOf(path []step) (all []flight) {
	for _, a := range path {
		if a.Chosen.From == undecided {
			all = append(all, a.Flight)
		}
	}
	return all
}

// Whatever the search does is a trace, and playing the trace does the same.
func TestEveryRunIsATrace(t *testing.T) {
	worlds := map[string]world{
		"legacy": legacy, "modern": modern, "either": modern.with(func(w *world) { w.EMS = [2]extension{offered, offered} }),
		"legacy server": modern.with(func(w *world) { w.EMS = [2]extension{offered, never} }),
		"cert-change":   legacy.with(certChange), "tickets": legacy.with(func(w *world) { w.Tickets = true }),
		"ticket-unhashed": modern.with(func(w *world) { w.Tickets, w.TicketUnhashed = true, true }),
		"early":           legacy.with(func(w *world) { w.EarlyCCS = true }),
		"legacy-reneg":    legacy.with(func(w *world) { w.NoRenegotiateInfo = true }),
	}
	for name, w := range worlds {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			verbs := map[string]int{}
			for range 400 {
				path := w.walk(r)
				h, err := w.header("a rule", "a test", path)
				if err != nil {
					t.Fatal(err)
				}
				tr, err := w.trace(context.Background(), h, path)
				if err != nil {
					t.Fatalf("%v\n%s", err, traces.Format(tr))
				}
				replays(t, tr)
				for _, s := range tr.Steps {
					verbs[s.Command.Verb]++
					if s.Command.Verb == "forge" {
						verbs[s.Command.Args[1]]++
					}
				}
			}
			t.Log(verbs)
		})
	}
}

// walk is a run at random.
func (w *world) walk(r *rand.Rand) (path []flight) {
	all := w.settings()
	s := all[r.IntN(len(all))]
	for range 60 {
		steps := w.steps(&s, nil)
		r.Shuffle(len(steps), func(i, j int) { steps[i], steps[j] = steps[j], steps[i] })
		moved := false
		for _, a := range steps {
			if n, ok := w.take(&s, a); ok {
				path = append(path, flightsOf([]step{a})...)
				s, moved = n, true
				break
			}
		}
		if !moved {
			break
		}
	}
	return path
}

// replays sees a trace survive printing, and its world give the same events again.
func replays(t *testing.T, want *traces.Trace) {
	t.Helper()
	text := traces.Format(want)
	parsed, err := traces.Parse("trace", text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	got, err := traces.Run(context.Background(), Open, parsed)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if d := traces.Diff(parsed, got); d != nil {
		t.Fatalf("%v\n%s", d, text)
	}
}
