package resume

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"tlsresume/model/check"
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
