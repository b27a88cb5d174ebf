package metamorphic

import (
	"slices"
	"strings"

	"tlsresume/properties/conform"
	"tlsresume/traces"
)

// What servers, clients and connections are called in a trace is nobody's business but
// its reader's.
var _ = relation(Relation{
	Name: "names", Cites: "RFC 6066 3, RFC 5246 7.2",
	Both: func(s *traces.Trace, _ conform.Chooser) (one, other Play) {
		h := s.Header
		h.Servers, h.Clients = renamedNodes(h.Servers), renamedNodes(h.Clients)
		t := &traces.Trace{Header: h}
		for _, step := range s.Steps {
			c := traces.Command{Verb: step.Command.Verb, Args: slices.Clone(step.Command.Args)}
			for i := range c.Args {
				c.Args[i] = replaced(c.Args[i], there)
			}
			t.Steps = append(t.Steps, traces.Step{Command: c})
		}
		return Play{Script: s}, Play{Script: t}
	},
	Tells: func(e traces.Event) string {
		e.Facts = slices.Clone(e.Facts)
		for i := range e.Facts {
			e.Facts[i].Value = replaced(e.Facts[i].Value, back)
		}
		e.End = replaced(e.End, back)
		return without(e)
	},
})

// The names of random scripts, and others; the latter stand in none.
var (
	there = map[string]string{"s0": "west", "s1": "east", "c0": "anna", "c1": "otto", "k1": "q9", "k2": "q8", "k3": "q7", "k4": "q6", "k5": "q5"}
	back  = inverse(there)
)

func inverse(m map[string]string) map[string]string {
	i := map[string]string{}
	for k, v := range m {
		i[v] = k
	}
	return i
}

func renamedNodes(nodes []traces.Node) (all []traces.Node) {
	for _, n := range nodes {
		r := traces.Node{Name: there[n.Name]}
		for _, o := range n.Options {
			r.Options = append(r.Options, traces.Option{Key: o.Key, Value: replaced(o.Value, there)})
		}
		all = append(all, r)
	}
	return all
}

// replaced puts other names for those in a list of names, or in the name of an end.
func replaced(text string, names map[string]string) string {
	list := strings.Split(text, ",")
	for i, name := range list {
		conn, side, isEnd := strings.Cut(name, ".")
		if other, ok := names[conn]; ok && isEnd {
			list[i] = other + "." + side
		} else if ok {
			list[i] = other
		}
	}
	return strings.Join(list, ",")
}
