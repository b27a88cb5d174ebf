package check

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// A Graph is states and what leads from one to another, to be drawn.
type Graph struct {
	Name  string
	Nodes []string // the labels; node 0 is where it begins
	Edges []Edge   // in the order in which they were found
}

// An Edge leads from one node to another, by their places.
type Edge struct {
	From, To int
	Label    string
}

// ErrTooLarge says that a graph has more states than may be drawn.
var ErrTooLarge = errors.New("too large to be drawn")

// Draw explores a model, breadth first, up to so many actions from the start (0: all
// of them). It gives up at more than so many states: nobody could read them.
func Draw[S, A any](m *Model[S, A], states, depth int, label func(*S) string, action func(A) string) (*Graph, error) {
	if err := m.validate(); err != nil {
		return nil, err
	}
	d := drawing[S, A]{model: m, places: map[string]int{}, limit: states}
	for i := range m.Init {
		d.place(m.Init[i], 0)
	}
	for i := 0; i < len(d.states); i++ {
		if depth > 0 && d.depths[i] == depth {
			break
		}
		if err := d.expand(i, action); err != nil {
			return nil, err
		}
	}
	for i := range d.states {
		d.graph.Nodes = append(d.graph.Nodes, label(&d.states[i]))
	}
	return &d.graph, nil
}

type drawing[S, A any] struct {
	model  *Model[S, A]
	graph  Graph
	states []S
	depths []int
	places map[string]int // by encoding
	limit  int
}

// place is that of a state, new or not.
func (d *drawing[S, A]) place(s S, depth int) int {
	key := string(d.model.Encode(&s, nil))
	at, ok := d.places[key]
	if !ok {
		at = len(d.states)
		d.places[key] = at
		d.states, d.depths = append(d.states, s), append(d.depths, depth)
	}
	return at
}

func (d *drawing[S, A]) expand(i int, action func(A) string) error {
	s := d.states[i]
	for _, a := range d.model.Actions(&s, nil) {
		var next S
		if !d.model.Next(&s, a, &next) {
			continue
		}
		e := Edge{i, d.place(next, d.depths[i]+1), action(a)}
		if d.graph.Edges = append(d.graph.Edges, e); len(d.states) > d.limit {
			return fmt.Errorf("got more than %d states: %w", d.limit, ErrTooLarge)
		}
	}
	return nil
}

// Formats are the languages in which a Graph can be written.
var Formats = map[string]func(*Graph) []byte{"dot": (*Graph).DOT, "mermaid": (*Graph).Mermaid}

// DOT writes the graph for Graphviz.
func (g *Graph) DOT() []byte {
	var b bytes.Buffer
	quote := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace
	fmt.Fprintf(&b, "digraph \"%s\" {\n  node [shape=box];\n", quote(g.Name))
	for i, label := range g.Nodes {
		fmt.Fprintf(&b, "  n%d [label=\"%s\"];\n", i, quote(label))
	}
	for _, e := range g.Edges {
		fmt.Fprintf(&b, "  n%d -> n%d [label=\"%s\"];\n", e.From, e.To, quote(e.Label))
	}
	b.WriteString("}\n")
	return b.Bytes()
}

// Mermaid writes the graph as a flowchart.
func (g *Graph) Mermaid() []byte {
	var b bytes.Buffer
	quote := strings.NewReplacer(`"`, "#quot;", "<", "#lt;", ">", "#gt;", "\n", "<br>").Replace
	b.WriteString("flowchart TD\n")
	for i, label := range g.Nodes {
		fmt.Fprintf(&b, "  n%d[\"%s\"]\n", i, quote(label))
	}
	for _, e := range g.Edges {
		fmt.Fprintf(&b, "  n%d -->|\"%s\"| n%d\n", e.From, quote(e.Label), e.To)
	}
	return b.Bytes()
}
