package defect

import (
	"slices"

	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// Edits of plans. They change what they return, and not what they are given.

type need = func(*handshake.Handshake) handshake.Need

func may(*handshake.Handshake) handshake.Need   { return handshake.May }
func never(*handshake.Handshake) handshake.Need { return handshake.Never }

// optional has a message that must come, or must not, come as it likes where it must.
func optional(of need) need {
	return func(h *handshake.Handshake) handshake.Need {
		return min(of(h), handshake.May)
	}
}

// inPlans edits both plans.
func inPlans(edit func(handshake.Plan) handshake.Plan) func(*handshake.Policy) {
	return func(p *handshake.Policy) { p.Full, p.Abbreviated = edit(p.Full), edit(p.Abbreviated) }
}

// needing changes when the first slot of a side and kind is to be filled.
func needing(from handshake.Side, kind wire.Kind, change func(need) need) func(handshake.Plan) handshake.Plan {
	return func(p handshake.Plan) handshake.Plan {
		edited := slices.Clone(p)
		if i := slot(p, from, kind); i >= 0 {
			edited[i].Need = change(p[i].Need)
		}
		return edited
	}
}

// before puts a slot before the first one of a side and kind.
func before(p handshake.Plan, from handshake.Side, kind wire.Kind, s handshake.Slot) handshake.Plan {
	return slices.Insert(slices.Clone(p), slot(p, from, kind), s)
}

func slot(p handshake.Plan, from handshake.Side, kind wire.Kind) int {
	return slices.IndexFunc(p, func(s handshake.Slot) bool { return s.From == from && s.Kind == kind })
}
