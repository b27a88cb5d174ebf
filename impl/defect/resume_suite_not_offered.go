package defect

import (
	"slices"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// The suite of a session is looked for neither in the hello nor among what the server
// has now.
var _ = defect(Defect{
	Name:     "resume-suite-not-offered",
	Imitates: "BoringSSL before b6b6ff3be, wolfSSL before 4.1.0: a session is resumed whose suite is missing from the hello, or is disabled now",
	Breaks:   []string{"RFC5246-7.4.1.2-CH-HAS-SESSION-SUITE", "RFC5246-7.4.1.3-RESUME-SAME-SUITE"},
	KilledBy: []string{"conformance", "model", "property/suite-offered"},
	Policy: considering(func(may mayResume, s *session.State, o *handshake.Offer) handshake.Reason {
		offer, hello, policy := *o, *o.Hello, *o.Policy
		hello.Suites = append(slices.Clone(hello.Suites), s.Suite)
		policy.Suites = wire.Suites
		offer.Hello, offer.Policy = &hello, &policy
		return may(s, &offer)
	}),
})
