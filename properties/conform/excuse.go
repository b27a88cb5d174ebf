package conform

import (
	"slices"

	"tlsresume/impl/peers"
	"tlsresume/traces"
)

// excuse changes a header as the limits of a real stack say, and lists the
// reasons of those that changed it. Such a difference is legitimate: the RFCs
// leave the choice, and the stack has made it.
func excuse(h traces.Header, s System) (traces.Header, []string) {
	nodes := &h.Servers
	if s.Role == "client" {
		nodes = &h.Clients
	}
	*nodes = slices.Clone(*nodes)
	var reasons []string
	for _, l := range s.Limits {
		for i, n := range *nodes {
			if edit, changes := editFor(l, n); changes {
				(*nodes)[i] = n.Edit([]string{edit})
				reasons = append(reasons, edit+": "+l.Why)
			}
		}
	}
	slices.Sort(reasons)
	return h, slices.Compact(reasons)
}

// editFor is what a limit makes of a node, and whether that is another node.
func editFor(l peers.Limit, n traces.Node) (edit string, changes bool) {
	if _, ok := n.Has(l.When); l.When != "" && !ok {
		return "", false
	}
	_, has := n.Has(l.Option)
	if l.Always {
		return "+" + l.Option, !has
	}
	return "-" + l.Option, has
}
