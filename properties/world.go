package properties

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"tlsresume/traces"
)

// A moment is the fleet as it stands behind a step: the vocabulary says what each
// command of the operator and of the clock makes of it.
type moment struct {
	now   time.Duration
	nodes map[string]traces.Node
	keys  map[string][]string // the ticket keys of each server, the one that seals last

	restarted, evicted string // the server that this step started again, or whose cache it emptied
}

// history is the moment of each step of a trace.
func history(t *traces.Trace) []moment {
	m := moment{nodes: map[string]traces.Node{}, keys: map[string][]string{}}
	fresh := 0
	newKey := func() string { fresh++; return fmt.Sprintf("fresh %d", fresh) }
	start := func(server string) {
		if name, ok := m.nodes[server].Has("key"); ok {
			m.keys[server] = []string{"named " + name}
			return
		}
		m.keys[server] = []string{newKey()}
	}
	for _, n := range slices.Concat(t.Header.Servers, t.Header.Clients) {
		m.nodes[n.Name] = n
	}
	for _, s := range t.Header.Servers {
		start(s.Name)
	}
	all := make([]moment, len(t.Steps))
	for i, step := range t.Steps {
		a := step.Command.Args
		m.restarted, m.evicted = "", ""
		switch step.Command.Verb {
		case "tick":
			d, _ := traces.Duration(a[0]) // the parser has seen to it that it is one
			m.now += d
		case "evict":
			m.evicted = a[0]
		case "deploy":
			m.nodes = maps.Clone(m.nodes)
			m.nodes[a[0]] = m.nodes[a[0]].Edit(a[1:])
		case "rotate", "retire", "restart", "share":
			m.keys = maps.Clone(m.keys)
			switch ring := m.keys[a[0]]; step.Command.Verb {
			case "rotate":
				m.keys[a[0]] = append(slices.Clone(ring), newKey())
			case "retire":
				m.keys[a[0]] = ring[len(ring)-1:]
			case "restart":
				start(a[0])
				m.restarted = a[0]
			case "share":
				m.keys[a[0]] = m.keys[a[1]]
			}
		}
		all[i] = m
	}
	return all
}

// node is a node as it was when an event happened.
func (r Run) node(name string, e *Event) traces.Node {
	if e == nil {
		return traces.Node{}
	}
	return r.world[e.Step].nodes[name]
}

// since is the time between two events.
func (r Run) since(before, e *Event) time.Duration {
	return r.world[e.Step].now - r.world[before.Step].now
}

// keys are the ticket keys of a server when an event happened.
func (r Run) keys(server string, e *Event) []string { return r.world[e.Step].keys[server] }

// reads reports whether a node reads the sources by a policy.
func reads(n traces.Node, policy string) bool { return slices.Contains(n.Policies(), policy) }

// option reports whether a node has an option.
func option(n traces.Node, key string) bool { _, ok := n.Has(key); return ok }

// restarted reports whether a server has started again between two events.
func (r Run) restarted(server string, from, to *Event) bool {
	for _, m := range r.world[from.Step+1 : to.Step+1] {
		if m.restarted == server {
			return true
		}
	}
	return false
}
