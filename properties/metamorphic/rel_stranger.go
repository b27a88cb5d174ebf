package metamorphic

import (
	"slices"
	"strings"

	"tlsresume/properties/conform"
	"tlsresume/traces"
)

// RFC 5246 7.2: what happens on a connection concerns its session alone. Another client of
// another server, which has the same name and other keys, changes nothing for anybody.
var _ = relation(Relation{
	Name: "stranger", Cites: "RFC 5246 7.2, RFC 5077 5.5",
	Both: func(s *traces.Trace, choose conform.Chooser) (one, other Play) {
		h := s.Header
		h.Servers = append(slices.Clone(h.Servers), node("s9", "ems", "tickets", "renew", "vhost=a.example", "reneg"))
		h.Clients = append(slices.Clone(h.Clients), node("c9", "ems", "tickets", "sni=a.example"))
		t := &traces.Trace{Header: h, Steps: slices.Clone(s.Steps)}
		at := 0
		for _, text := range visit {
			at += choose(len(t.Steps) - at + 1)
			words := strings.Fields(text)
			t.Steps = slices.Insert(t.Steps, at, traces.Step{Command: traces.Command{Verb: words[0], Args: words[1:]}})
			at++
		}
		return Play{Script: s}, Play{Script: t}
	},
	Tells: func(e traces.Event) string {
		if strings.HasPrefix(e.End, "k8.") || strings.HasPrefix(e.End, "k9.") {
			return ""
		}
		return without(e)
	},
})

// visit is what the stranger does: it gets a ticket, and resumes by it.
var visit = []string{
	"dial k8 c9 s9", "deliver k8.s", "deliver k8.c", "deliver k8.s", "deliver k8.c",
	"dial k9 c9 s9", "deliver k9.s", "deliver k9.c", "deliver k9.s", "close k9.c", "deliver k9.s",
}

func node(name string, options ...string) traces.Node {
	n := traces.Node{Name: name}
	for _, o := range options {
		key, value, _ := strings.Cut(o, "=")
		n.Options = append(n.Options, traces.Option{Key: key, Value: value})
	}
	return n
}
