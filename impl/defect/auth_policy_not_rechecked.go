package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// What the host demands of its clients now is not asked for again.
var _ = defect(Defect{
	Name:     "auth-policy-not-rechecked",
	Imitates: "CVE-2025-68121 (Go), Botan issue 5818: client certificates have become mandatory, or their authorities others, and old sessions still resume",
	Breaks:   []string{"RFC5246-F.1.4-FORCE-FULL-IF-SUSPECT", "RFC5077-4-CLIENT-IDENTITY"},
	KilledBy: []string{"conformance", "model", "property/auth-carried"},
	Policy: considering(func(may mayResume, s *session.State, o *handshake.Offer) handshake.Reason {
		host := hostOf(s)
		host.ID = o.Host.ID
		return may(s, under(o, o.Hello.ServerName, host))
	}),
})
