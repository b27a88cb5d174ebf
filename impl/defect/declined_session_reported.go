package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// A server that declines a session for its name tells of that name, and not of the one
// that the full handshake is for.
var _ = defect(Defect{
	Name:     "declined-session-reported",
	Imitates: "RFC 6066 3: where the names differ the server does a full handshake, of which what was found of the session tells nothing",
	Breaks:   []string{"RFC6066-3-OTHER-NAME-FULL"},
	KilledBy: []string{"conformance", "model", "property/ends-agree"},
	Policy: considering(func(may mayResume, s *session.State, o *handshake.Offer) handshake.Reason {
		reason := may(s, o)
		if reason == handshake.SessionOfOtherName {
			o.Hello.ServerName = s.ServerName
		}
		return reason
	}),
})
