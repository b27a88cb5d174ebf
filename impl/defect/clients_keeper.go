package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// keptByClients puts something before where each end of a client keeps its sessions.
func keptByClients(keeper func(client traces.Node, of script.Keeper) script.Keeper) script.Seams {
	return script.Seams{Keeper: func(side handshake.Side, node traces.Node, of script.Keeper) script.Keeper {
		if side == handshake.Server {
			return of
		}
		return keeper(node, of)
	}}
}
