package metamorphic

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// both is a change of ours and what is between the parts besides: of a Config the latter
// gets what the former has made, and what is stored passes it first. Ours have no Store
// and no Operate.
func both(ours, others script.Seams) script.Seams {
	b := others
	b.Config = func(side handshake.Side, n traces.Node, c *handshake.Config) {
		for _, change := range []func(handshake.Side, traces.Node, *handshake.Config){ours.Config, others.Config} {
			if change != nil {
				change(side, n, c)
			}
		}
	}
	b.Keeper = func(side handshake.Side, n traces.Node, k script.Keeper) script.Keeper {
		for _, put := range []func(handshake.Side, traces.Node, script.Keeper) script.Keeper{ours.Keeper, others.Keeper} {
			if put != nil {
				k = put(side, n, k)
			}
		}
		return k
	}
	return b
}
