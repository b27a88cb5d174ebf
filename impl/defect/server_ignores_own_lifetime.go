package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// A server tells clients how long a ticket lives, and does not look at how old one is.
var _ = defect(Defect{
	Name:     "server-ignores-own-lifetime",
	Imitates: "Erlang/OTP issue 6014, Mbed TLS issue 8525: a ticket that has expired resumes",
	Breaks:   []string{"RFC9325-3.4-LIMIT-VALIDITY", "RFC5077-4-TIMESTAMP-EXPIRY"},
	KilledBy: []string{"conformance", "property/ticket-live", "model"},
	Policy: considering(func(may mayResume, s *session.State, o *handshake.Offer) handshake.Reason {
		reason := may(s, o)
		if reason == handshake.SessionExpired {
			then := *o
			then.Now = s.Created
			reason = may(s, &then)
		}
		return reason
	}),
})
