package fuzz

import (
	"fmt"
	"slices"
	"strings"

	"tlsresume/properties/conform"
	"tlsresume/traces"
)

// fleetTrace is what an input does: the commands that do something, in the world that those
// before them make. Of either kind of node there is one at least.
func fleetTrace(data []byte) *traces.Trace {
	s := &stage{now: map[string]traces.Node{}, trace: &traces.Trace{Header: traces.Header{
		Rule: "conformance: the model allows what the implementation does", From: "the fuzz target Fleet", Seed: 1,
	}}}
	for len(data) > 0 && len(s.trace.Steps) < maxScript {
		words, size, ok := fleetWords(data)
		if data = data[size:]; ok {
			s.add(words)
		}
	}
	s.begin()
	return s.trace
}

// A stage is a trace that is made, command by command.
type stage struct {
	trace *traces.Trace
	known []string               // names
	now   map[string]traces.Node // as the commands have made them
}

func (s *stage) add(words []string) {
	if words[0] == "server" || words[0] == "client" {
		s.make(words[0], words[1], words[2:])
		return
	}
	if s.begin(); s.enabled(words) {
		switch words[0] {
		case "dial":
			s.known = append(s.known, words[1], words[1]+".c", words[1]+".s")
		case "deploy":
			s.now[words[1]] = s.now[words[1]].Edit(words[2:])
		}
		s.trace.Steps = append(s.trace.Steps, traces.Step{Command: traces.Command{Verb: words[0], Args: words[1:]}})
	}
}

// make adds a node to a world in which nothing has happened. Of an option that is given it
// twice the first counts, and policies that contradict each other do not.
func (s *stage) make(role, name string, given []string) {
	if len(s.trace.Steps) > 0 || slices.Contains(s.known, name) {
		return
	}
	s.known = append(s.known, name)
	n := traces.Node{Name: name}
	for _, option := range given {
		key, value, _ := strings.Cut(option, "=")
		if _, has := n.Has(key); !has {
			n.Options = append(n.Options, traces.Option{Key: key, Value: value})
		}
	}
	if conform.Contradicts(n) {
		n.Options = slices.DeleteFunc(n.Options, func(o traces.Option) bool { return o.Key == "policy" })
	}
	order, nodes := traces.ServerOptions, &s.trace.Header.Servers
	if role == "client" {
		order, nodes = traces.ClientOptions, &s.trace.Header.Clients
	}
	rank := func(o traces.Option) int {
		return slices.IndexFunc(order, func(w traces.Word) bool { return w.Name == o.Key })
	}
	slices.SortStableFunc(n.Options, func(a, b traces.Option) int { return rank(a) - rank(b) })
	*nodes = append(*nodes, n)
	s.now[name] = n
}

// begin ends the making of the world.
func (s *stage) begin() {
	if len(s.trace.Header.Servers) == 0 {
		s.make("server", "s0", nil)
	}
	if len(s.trace.Header.Clients) == 0 {
		s.make("client", "c0", nil)
	}
}

// enabled reports whether what a command names is there, and the vocabulary says what the
// command comes to.
func (s *stage) enabled(words []string) bool {
	for i, kind := range verbOf(words[0]).Args {
		switch kind {
		case "conn":
			if slices.Contains(s.known, words[i+1]) {
				return false
			}
		case "connection", "end", "client", "server", "node":
			if !slices.Contains(s.known, words[i+1]) {
				return false
			}
		}
	}
	return words[0] != "deploy" || len(words) > 2 && !s.untold(words[1], words[2:])
}

// untold reports whether a deploy gives a client policies about where it keeps sessions, or
// takes them away, or gives a node policies that contradict each other.
func (s *stage) untold(name string, edits []string) bool {
	if !slices.ContainsFunc(edits, func(e string) bool { return strings.HasPrefix(e[1:], "policy") }) {
		return false
	}
	before := s.now[name]
	after := before.Edit(edits)
	return conform.Contradicts(after) ||
		roleOf(name) == "client" && (conform.KeepsOtherwise(before) || conform.KeepsOtherwise(after))
}

// policyRank is where a policy stands in the vocabulary.
func policyRank(name string) int {
	return slices.IndexFunc(traces.Policies, func(p traces.Policy) bool { return p.Name == name })
}

// fleetScript is the input that does what a trace says, and an error that names what the
// grammar has no bytes for.
func fleetScript(t *traces.Trace) ([]byte, error) {
	h := t.Header
	switch {
	case h.Adversary != "":
		return nil, fmt.Errorf("got the adversary %q, want a world without", h.Adversary)
	case h.Seed != 1:
		return nil, fmt.Errorf("got seed %d, want 1", h.Seed)
	case len(t.Steps) > maxScript:
		return nil, fmt.Errorf("got %d commands, want %d at most", len(t.Steps), maxScript)
	}
	var data []byte
	add := func(line string) error {
		p, err := commands{}.Read(line)
		data = append(data, p.Bytes...)
		if err != nil {
			return fmt.Errorf("%q: %w", line, err)
		}
		return nil
	}
	for _, n := range h.Servers {
		if err := add("server " + n.String()); err != nil {
			return nil, err
		}
	}
	for _, n := range h.Clients {
		if err := add("client " + n.String()); err != nil {
			return nil, err
		}
	}
	for _, s := range t.Steps {
		if err := add(s.Command.String()); err != nil {
			return nil, err
		}
	}
	return data, saidAgain(t, fleetTrace(data))
}

// saidAgain refuses a trace that its bytes do not say: what it does is not enabled.
func saidAgain(want, got *traces.Trace) error {
	lines := func(t *traces.Trace) (all []string) {
		for _, n := range slices.Concat(t.Header.Servers, t.Header.Clients) {
			all = append(all, n.String())
		}
		for _, s := range t.Steps {
			all = append(all, s.Command.String())
		}
		return all
	}
	w, g := lines(want), lines(got)
	for i, line := range w {
		if i >= len(g) || g[i] != line {
			return fmt.Errorf("%q: got a line that does nothing or another thing in the grammar", line)
		}
	}
	return nil
}
