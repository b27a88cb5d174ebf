package defect

import "tlsresume/impl/handshake"

// The rule of TLS 1.0 is applied to every version.
var _ = defect(Defect{
	Name:     "tls10-close-rule",
	Imitates: "RFC 2246 7.2.1 where RFC 4346 1.1 holds: a session is lost when a connection ends without close_notify",
	Breaks:   []string{"RFC5246-7.2.1-NO-CLOSE-STILL-RESUMABLE"},
	KilledBy: []string{"conformance", "model", "property/held-session-offered"},
	Policy: func(_ handshake.Side, p *handshake.Policy) {
		ends := p.Invalidation
		if ends == nil {
			ends = handshake.AfterAnyAlert
		}
		p.Invalidation = func(f handshake.Failure) bool { return ends(f) || f.Over && !f.Alert }
	},
})
