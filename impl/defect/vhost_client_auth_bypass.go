package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// A session is judged as by the host that it was made at, whatever host is asked for.
var _ = defect(Defect{
	Name:     "vhost-client-auth-bypass",
	Imitates: "CVE-2025-23419 (nginx, Cloudflare), CVE-2025-23048 (Apache): who was authenticated at one host resumes at another, which asks for other certificates",
	Breaks:   []string{"RFC6066-3-NO-RESUME-OTHER-NAME", "RFC5077-4-CLIENT-IDENTITY"},
	KilledBy: []string{"conformance", "model", "property/auth-carried", "property/resume-binds"},
	Policy: considering(func(may mayResume, s *session.State, o *handshake.Offer) handshake.Reason {
		return may(s, under(o, s.ServerName, hostOf(s)))
	}),
})
