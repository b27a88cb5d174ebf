package defect

import (
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// A session is taken out of the cache when it is looked up, and not put back.
var _ = defect(Defect{
	Name:     "session-resumed-once",
	Imitates: "the mail of 2009-10-28: a session can be resumed often, and by several connections at once",
	Breaks:   []string{"REX2009-PARALLEL-RESUME", "RFC5246-7.4.1.2-SID-VALID-AFTER-FINISHED"},
	KilledBy: []string{"conformance", "property/live-session-resumes"},
	Seams: func() script.Seams {
		return script.Seams{Store: func(_ traces.Node, of session.Store) session.Store { return singleUse{of} }}
	},
})
