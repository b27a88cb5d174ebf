package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// What the certificate of the client was found to prove is not taken from the session.
var _ = defect(Defect{
	Name:     "resume-skips-post-auth-action",
	Imitates: "stunnel before 5.14 (CVE-2015-3644), Envoy issue 42668: what follows from the client's identity is not done in a resumption",
	Breaks:   []string{"RFC5077-4-CLIENT-IDENTITY"},
	KilledBy: []string{"conformance", "model", "property/auth-carried"},
	Policy: considering(func(may mayResume, s *session.State, o *handshake.Offer) handshake.Reason {
		reason := may(s, o)
		s.ClientName = ""
		return reason
	}),
})
