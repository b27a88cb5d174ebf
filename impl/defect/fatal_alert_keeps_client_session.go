package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// A client goes on to offer what a fatal alert has ended.
var _ = defect(Defect{
	Name:     "fatal-alert-keeps-client-session",
	Imitates: "RFC 5246 7.2.2 at a client alone: either end MUST forget the session of a connection that failed",
	Breaks:   []string{"RFC5246-7.2.2-FORGET", "RFC5246-7.2.2-NO-RESUME-AFTER-FATAL"},
	KilledBy: []string{"conformance", "property/no-resume-after-fatal"},
	Seams: func() script.Seams {
		return script.Seams{Keeper: func(side handshake.Side, _ traces.Node, of script.Keeper) script.Keeper {
			if side == handshake.Server {
				return of
			}
			return retentive{of}
		}}
	},
})

// retentive keeps sessions for good.
type retentive struct{ script.Keeper }

// Forget does nothing.
func (retentive) Forget(handshake.Forget) {}
