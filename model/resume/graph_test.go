package resume

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"tlsresume/model/check"
	"tlsresume/traces"
)

// Whatever a picture shows is a way through the tables: each node but the last is left,
// and each but the first is entered.
func TestTheOrderIsDrawnWhole(t *testing.T) {
	for _, role := range []Side{Client, Server} {
		g := Order(role)
		for i, label := range g.Nodes {
			left := slices.ContainsFunc(g.Edges, func(e check.Edge) bool { return e.From == i })
			entered := slices.ContainsFunc(g.Edges, func(e check.Edge) bool { return e.To == i })
			if left != (label != "done") || entered != (i > 0) {
				t.Errorf("%s: node %q: left %v, entered %v", role, label, left, entered)
			}
		}
		for _, plan := range stock().Plans[role] {
			for _, slot := range plan {
				o := orderer{role: role}
				if !slices.ContainsFunc(g.Edges, func(e check.Edge) bool { return strings.HasPrefix(e.Label, o.text(&slot)) }) {
					t.Errorf("%s: no edge for %s", role, o.text(&slot))
				}
			}
		}
	}
}

// A drawing has the states and transitions of the exploration.
func TestADrawingCountsAsTheExplorationDoes(t *testing.T) {
	drawn := 0
	for _, c := range Configs() {
		if c.States > 300 || c.Breaks != "" || c.Deep {
			continue
		}
		drawn++
		g, err := Draw(c, int(c.States), 0)
		if err != nil {
			t.Fatal(err)
		}
		if int64(len(g.Nodes)) != c.States || int64(len(g.Edges)) != c.Transitions {
			t.Errorf("%s: got %d states and %d transitions, want %d and %d", c.Name, len(g.Nodes), len(g.Edges), c.States, c.Transitions)
		}
		if _, err := Draw(c, int(c.States)-1, 0); !errors.Is(err, check.ErrTooLarge) {
			t.Errorf("%s: got %v, want %v", c.Name, err, check.ErrTooLarge)
		}
	}
	if drawn == 0 {
		t.Error("no configuration is small enough")
	}
}

// A state is drawn with what each end waits for, or with how it ended.
func TestAStateIsDrawnWithWhatItWaitsFor(t *testing.T) {
	y := open(read(t, modelTraces+"defect-skip-ccs.trace").Header, stock())
	for _, step := range []struct{ command, want string }{
		{"tick 1s", "no connection"},
		{"dial k1 c0 s0", "k1: client awaits ServerHello, server awaits ClientHello"},
		{"deliver k1.s", "k1: client awaits ServerHello, server awaits ClientKeyExchange"},
		{"deliver k1.c", "k1: client awaits NewSessionTicket, server awaits ClientKeyExchange"},
		{"deliver k1.s", "k1: client awaits NewSessionTicket, server done"},
		{"deliver k1.c", "k1: client done, server done"},
		{"close k1.c", "k1: client done, server done"},
		{"deliver k1.s", "k1: client done, server closed"},
		{"deliver k1.c", "k1: client closed, server closed"},
	} {
		words := strings.Fields(step.command)
		if _, err := y.Do(t.Context(), traces.Command{Verb: words[0], Args: words[1:]}); err != nil {
			t.Fatal(err)
		}
		if got := y.state.label(); got != step.want {
			t.Errorf("%s: got %q, want %q", step.command, got, step.want)
		}
	}
}
