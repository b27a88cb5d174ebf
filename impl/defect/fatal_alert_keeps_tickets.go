package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// A server that is to revoke the tickets of what has failed only forgets the ID.
var _ = defect(Defect{
	Name:     "fatal-alert-keeps-tickets",
	Imitates: "RFC 5246 7.2.2 kept for the cache alone: whoever has the ticket resumes what a fatal alert has ended",
	Breaks:   []string{"RFC5246-7.2-FATAL-INVALIDATES-SID", "RFC5246-7.2.2-FORGET"},
	KilledBy: []string{"conformance", "model", "property/no-resume-after-fatal"},
	Seams: func() script.Seams {
		return script.Seams{Keeper: func(side handshake.Side, _ traces.Node, of script.Keeper) script.Keeper {
			if side == handshake.Client {
				return of
			}
			return unrevoking{of}
		}}
	},
})

// unrevoking keeps sessions, and forgets IDs alone.
type unrevoking struct{ script.Keeper }

// Forget drops the ID of a session.
func (k unrevoking) Forget(f handshake.Forget) { k.Keeper.Forget(handshake.Forget{ID: f.ID}) }
