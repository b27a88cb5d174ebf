package defect

import (
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// The store of the server is never told to forget.
var _ = defect(Defect{
	Name:     "fatal-alert-keeps-session",
	Imitates: "OpenSSL pull request 1069 (2016): an external cache is never told that a session has ended",
	Breaks:   []string{"RFC5246-7.2.2-NO-RESUME-AFTER-FATAL", "DERRICO2009-FATAL-NO-RESUME"},
	KilledBy: []string{"conformance", "model", "property/no-resume-after-fatal"},
	Seams: func() script.Seams {
		return script.Seams{Store: func(_ traces.Node, of session.Store) session.Store { return unforgetful{of} }}
	},
})

// unforgetful is a store that forgets nothing.
type unforgetful struct{ session.Store }

// Forget does nothing.
func (unforgetful) Forget([]byte) {}
