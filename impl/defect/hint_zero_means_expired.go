package defect

import (
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// A client reads the hint 0 as TLS 1.3 has it: the ticket is not to be used.
var _ = defect(Defect{
	Name:     "hint-zero-means-expired",
	Imitates: "OpenSSL issue 32226, wolfSSL pull request 10322: the meaning of TLS 1.3 (\"a ticket lifetime of zero\") mixed into TLS 1.2",
	Breaks:   []string{"RFC5077-3.3-HINT-ZERO-UNSPECIFIED", "RFC5077-5.6-CLIENT-LOCAL-POLICY"},
	KilledBy: []string{"conformance", "model"},
	Policy: expiring(func(s *session.ClientSession, _ time.Time) bool {
		return len(s.Ticket) > 0 && s.Hint == 0
	}),
})

// expiring has a client think that a session has expired when this says so, too.
func expiring(expired func(s *session.ClientSession, now time.Time) bool) func(handshake.Side, *handshake.Policy) {
	return ofClient(func(p *handshake.Policy) {
		may := p.MayOffer
		p.MayOffer = func(s *session.ClientSession, p *handshake.Policy, name string, now time.Time) handshake.Reason {
			if expired(s, now) {
				return handshake.SessionExpired
			}
			return may(s, p, name, now)
		}
	})
}
