package defect

import (
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// A client whose suites have changed offers a session of one that it does not offer.
var _ = defect(Defect{
	Name:     "client-offers-session-of-another-suite",
	Imitates: "RFC 5246 7.4.1.2: a hello with a session ID MUST have the suite of that session",
	Breaks:   []string{"RFC5246-7.4.1.2-CH-HAS-SESSION-SUITE"},
	KilledBy: []string{"conformance", "model", "property/suite-offered"},
	Policy: ofClient(func(p *handshake.Policy) {
		may := p.MayOffer
		p.MayOffer = func(s *session.ClientSession, p *handshake.Policy, name string, now time.Time) handshake.Reason {
			wider := *p
			wider.Suites = wire.Suites
			return may(s, &wider, name, now)
		}
	}),
})
