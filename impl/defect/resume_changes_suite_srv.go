package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// The suite is chosen anew, and written into the session that is resumed.
var _ = defect(Defect{
	Name:     "resume-changes-suite-srv",
	Imitates: "CVE-2010-4180: OpenSSL with SSL_OP_NETSCAPE_REUSE_CIPHER_CHANGE_BUG lets a client change the suite of a cached session",
	Breaks:   []string{"RFC5246-7.4.1.3-RESUME-SAME-SUITE", "DERRICO2009-CH-MAY-GATE-NOT-MODIFY"},
	KilledBy: []string{"conformance", "model", "property/rollout-safe"},
	Policy: considering(func(may mayResume, s *session.State, o *handshake.Offer) handshake.Reason {
		reason := may(s, o)
		if suite := o.Suite(); reason == handshake.None && suite != nil {
			s.Suite = suite.ID
		}
		return reason
	}),
})
