package resume

import (
	"fmt"
	"slices"
	"strings"

	"tlsresume/model/check"
)

// Draw is the graph of a configuration: its states, and the commands that lead from
// one to the next. check.Draw says what the limits are.
func Draw(c Config, states, depth int) (*check.Graph, error) {
	x := newSearch(c, nil)
	names := namesOf(c.Header())
	g, err := check.Draw(x.model(nil), states, depth, (*State).label, func(a Action) string { return names.command(a).String() })
	if err != nil {
		return nil, fmt.Errorf("config %s: %w", c.Name, err)
	}
	g.Name = c.Name
	return g, nil
}

// label is the state of each connection: what its ends wait for.
func (s *State) label() string {
	var lines []string
	for i := range s.Conns {
		if !s.Conns[i].Buried {
			lines = append(lines, fmt.Sprintf("k%d: client %s, server %s", i+1, s.waits(Place{i, Client}), s.waits(Place{i, Server})))
		}
	}
	if len(lines) == 0 {
		return "no connection"
	}
	return strings.Join(lines, "\n")
}

func (s *State) waits(p Place) string {
	e := s.end(p)
	switch {
	case e.Life == Over && e.Seen.Aborted != NoAlert:
		return "aborted: " + e.Seen.Aborted.String()
	case e.Life == Over:
		return "closed"
	case e.Done:
		return "done"
	}
	if wants := s.wants(p); len(wants) > 0 {
		return "awaits " + wants[0].String()
	}
	return "awaits nothing"
}

// Order is the automaton of a role: the order tables as an end goes through them. A
// message that an edge sends has > before it, one that it takes <; behind it stands
// when it comes, unless always.
func Order(role Side) *check.Graph {
	g := &check.Graph{Name: "the order of a " + role.String(), Nodes: []string{"start"}}
	plans := stock().Plans[role]
	common := 0
	for common < len(plans[Abbreviated]) && plans[Full][common].same(&plans[Abbreviated][common]) {
		common++
	}
	o := orderer{Graph: g, role: role}
	at := 0
	for _, slot := range plans[Full][:common-1] {
		at = o.next(at, o.text(&slot), fmt.Sprint(len(g.Nodes)))
	}
	done := o.node("done")
	decides := plans[Full][common-1]
	starts := map[PlanName][]int{}
	for _, name := range []PlanName{Full, Abbreviated} {
		starts[name] = o.chain(plans[name][common:], name, done)
	}
	for _, name := range []PlanName{Full, Abbreviated} {
		o.edge(at, starts[name][0], o.text(&decides)+" "+decisions[role][name])
	}
	for _, name := range []PlanName{Full, Abbreviated} {
		o.run(plans[name][common:], starts[name], 0)
	}
	if role == Client {
		u := o.next(at, o.text(&decides)+" "+decisions[role][Undecided], Undecided.String())
		for _, name := range candidates[Undecided] {
			o.leave(u, plans[name][common:], starts[name], 0)
		}
	}
	return g
}

// decisions tell how an end comes to its plan, with the ServerHello.
var decisions = [...][3]string{
	Client: {
		Full:        "(does not have the session ID of the hello)",
		Abbreviated: "(has the session ID of the hello)",
		Undecided:   "(a ticket was offered without a session ID)",
	},
	Server: {Full: "(does not resume)", Abbreviated: "(resumes)"},
}

// an orderer turns plans into nodes and edges.
type orderer struct {
	*check.Graph
	role Side
}

func (l *Slot) same(m *Slot) bool { return l.From == m.From && l.Kind == m.Kind }

func (o *orderer) node(label string) int {
	o.Nodes = append(o.Nodes, label)
	return len(o.Nodes) - 1
}

func (o *orderer) edge(from, to int, label string) {
	o.Edges = append(o.Edges, check.Edge{From: from, To: to, Label: label})
}

func (o *orderer) next(from int, label, node string) int {
	to := o.node(node)
	o.edge(from, to, label)
	return to
}

// text is the message of a slot, as this end sees it.
func (o *orderer) text(l *Slot) string {
	mark := "<"
	if l.From == o.role {
		mark = ">"
	}
	if l.Need.Name == must.Name {
		return mark + " " + l.Kind.String()
	}
	return fmt.Sprintf("%s %s (%s)", mark, l.Kind, l.Need.Name)
}

// chain makes the nodes of a plan: one before each slot, and the end.
func (o *orderer) chain(plan Plan, name PlanName, done int) (nodes []int) {
	for i := range plan {
		nodes = append(nodes, o.node(fmt.Sprintf("%s %d", name, i+1)))
	}
	return append(nodes, done)
}

// run makes the edges of a plan from a slot on, of those nodes alone that are reached.
func (o *orderer) run(plan Plan, nodes []int, from int) {
	todo := []int{from}
	for i := 0; i < len(todo); i++ {
		for _, to := range o.leave(nodes[todo[i]], plan, nodes, todo[i]) {
			if to < len(plan) && !slices.Contains(todo, to) {
				todo = append(todo, to)
			}
		}
	}
}

// leave makes the edges of a node that stands before a slot: that slot, and those
// behind as long as all before may lack.
func (o *orderer) leave(node int, plan Plan, nodes []int, at int) (to []int) {
	for i := at; i < len(plan); i++ {
		o.edge(node, nodes[i+1], o.text(&plan[i]))
		to = append(to, i+1)
		if plan[i].Need.Name == must.Name {
			break
		}
	}
	return to
}
