package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// A client goes on to offer what a fatal alert has ended.
var _ = defect(Defect{
	Name:     "fatal-alert-keeps-client-session",
	Imitates: "OpenSSL pull request 1069 (2016), at a client that keeps its sessions itself: nobody tells it that one has ended",
	Breaks:   []string{"RFC5246-7.2.2-FORGET", "RFC5246-7.2.2-NO-RESUME-AFTER-FATAL"},
	KilledBy: []string{"conformance"},
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
