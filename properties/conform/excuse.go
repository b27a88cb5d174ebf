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
	theirs, ours := &h.Servers, &h.Clients
	if s.Role == "client" {
		theirs, ours = ours, theirs
	}
	reasons := append(limit(theirs, s.Limits), limit(ours, s.Ours)...)
	slices.Sort(reasons)
	return h, slices.Compact(reasons)
}

// limit changes nodes to what they are limited to.
func limit(nodes *[]traces.Node, limits []peers.Limit) (reasons []string) {
	*nodes = slices.Clone(*nodes)
	for _, l := range limits {
		for i, n := range *nodes {
			if edit, changes := editFor(l, n); changes {
				(*nodes)[i] = n.Edit([]string{edit})
				reasons = append(reasons, edit+": "+l.Why)
			}
		}
	}
	return reasons
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
