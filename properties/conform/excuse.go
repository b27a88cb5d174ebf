package conform

import (
	"slices"
	"strings"

	"tlsresume/traces"
)

// An exemption is a legitimate difference: where the RFCs leave a choice, a
// real stack has made it for good, and the option of the header that says
// otherwise is changed before the trace is played.
type exemption struct {
	stack, role string
	edit        string // of the nodes of that role: +option, +option=value, -option
	when        string // only for nodes that have this option; "": all
	reason      string
}

// exemptions is the one table of them. An exemption whose option the trace does
// not use changes nothing.
var exemptions = []exemption{}

// excuse changes a header as the exemptions of a stack say, and lists the
// reasons of those that changed it.
func excuse(h traces.Header, s System) (traces.Header, []string) {
	nodes := &h.Servers
	if s.Role == "client" {
		nodes = &h.Clients
	}
	*nodes = slices.Clone(*nodes)
	var reasons []string
	for _, x := range exemptions {
		if x.stack != s.Name || x.role != s.Role {
			continue
		}
		for i, n := range *nodes {
			if x.changes(n) {
				(*nodes)[i] = n.Edit([]string{x.edit})
				reasons = append(reasons, x.edit+": "+x.reason)
			}
		}
	}
	slices.Sort(reasons)
	return h, slices.Compact(reasons)
}

// changes reports whether the exemption makes a difference to the node.
func (x exemption) changes(n traces.Node) bool {
	if _, ok := n.Has(x.when); x.when != "" && !ok {
		return false
	}
	key, value, _ := strings.Cut(x.edit[1:], "=")
	got, has := n.Has(key)
	if x.edit[0] == '-' {
		return has
	}
	return !has || got != value
}
