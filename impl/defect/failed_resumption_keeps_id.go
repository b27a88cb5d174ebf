package defect

import "tlsresume/impl/handshake"

// A server whose resumption fails keeps the session for the next try.
var _ = defect(Defect{
	Name:     "failed-resumption-keeps-id",
	Imitates: "the mail of 2009-10-31: a session that an attempted resumption has failed with is to be deleted, and is not",
	Breaks:   []string{"DERRICO2009-ONE-TRY-THEN-DELETE", "RFC5246-7.2.2-FORGET"},
	KilledBy: []string{"conformance", "model", "property/no-resume-after-fatal"},
	Policy: ofServer(func(p *handshake.Policy) {
		keepFailed(p, func(f handshake.Failure) bool { return f.By == handshake.ByID })
	}),
})

// keepFailed has an end keep some sessions that it could not resume.
func keepFailed(p *handshake.Policy, keep func(handshake.Failure) bool) {
	ends := p.Invalidation
	if ends == nil {
		ends = handshake.AfterAnyAlert
	}
	p.Invalidation = func(f handshake.Failure) bool {
		return ends(f) && !(f.Resumed && !f.Over && keep(f))
	}
}
