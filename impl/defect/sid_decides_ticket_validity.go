package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// A ticket is declined for the session ID beside it, which the server has never given.
var _ = defect(Defect{
	Name:     "sid-decides-ticket-validity",
	Imitates: "RFC 5077 3.4 overlooked: the session ID beside a ticket is taken for the name of a session that has to be known",
	Breaks:   []string{"RFC5077-3.4-SID-NOT-PART-OF-VALIDATION"},
	KilledBy: []string{"conformance", "model", "property/live-session-resumes"},
	Policy: considering(func(may mayResume, s *session.State, o *handshake.Offer) handshake.Reason {
		if o.By == handshake.ByTicket && len(o.Hello.SessionID) > 0 {
			return handshake.SessionExpired
		}
		return may(s, o)
	}),
})
