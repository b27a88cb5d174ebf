package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// A client that says that it is ready for a ticket is taken for one that presents one,
// and what else it offers is not looked at.
var _ = defect(Defect{
	Name:     "srv-skips-lookup-on-empty-ticket",
	Imitates: "BoringSSL before ef1b00934 and OpenSSL before 1.0.1: an empty SessionTicket extension suppresses the lookup of the session ID",
	Breaks:   []string{"RFC5246-7.3-RESUME-SAME-SID"},
	KilledBy: []string{"conformance", "model", "property/live-session-resumes"},
	Policy: considering(func(may mayResume, s *session.State, o *handshake.Offer) handshake.Reason {
		if o.By == handshake.ByID && o.Hello.Ticket != nil {
			return handshake.SessionExpired
		}
		return may(s, o)
	}),
})
