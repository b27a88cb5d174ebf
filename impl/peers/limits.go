package peers

import (
	"fmt"
	"slices"

	"tlsresume/traces"
)

// A Limit is an option that a node must always or never have: where the RFCs
// leave a choice, the stack has made it for good.
type Limit struct {
	Option string
	Always bool   // or never
	When   string // only for a node that has this option; "": every node
	Why    string
}

// Limits lists those of the stack's own nodes.
func (p Peer) Limits() []Limit { return slices.Clone(p.with.limits) }

// OurLimits lists those of our nodes, at the other end of every connection.
func (p Peer) OurLimits() []Limit { return slices.Clone(p.with.ours) }

// check refuses a node that asks for what the stack does not do, or does not ask
// for what it does anyway.
func (l Limit) check(n traces.Node) error {
	if _, ok := n.Has(l.When); l.When != "" && !ok {
		return nil
	}
	if _, has := n.Has(l.Option); has == l.Always {
		return nil
	}
	be := "with"
	if l.Always {
		be = "without"
	}
	return fmt.Errorf("%s %s %s: %w", n.Name, be, l.Option, cannot("%s", l.Why))
}
