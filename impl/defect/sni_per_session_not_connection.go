package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// The server tells the name in the session, not the one in the hello.
var _ = defect(Defect{
	Name:     "sni-per-session-not-connection",
	Imitates: "BoringSSL before a861460c8, OpenSSL before 1.1.1e: in a resumption the application is told the server_name of the session",
	Breaks:   []string{"RFC6066-3-SNI-IN-LOOKUP"},
	KilledBy: []string{"conformance", "model", "property/ends-agree"},
	Policy: considering(func(may mayResume, s *session.State, o *handshake.Offer) handshake.Reason {
		reason := may(s, o)
		if reason == handshake.None {
			o.Hello.ServerName = s.ServerName
		}
		return reason
	}),
})
