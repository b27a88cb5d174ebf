package defect

import (
	"time"

	"tlsresume/impl/session"
)

// A client counts the hint from when the session was made, and not from when this ticket
// of it came.
var _ = defect(Defect{
	Name:     "hint-from-issue-not-receipt",
	Imitates: "draft-salowey-tls-ticket-07, which does not say what a hint is relative to (RFC 5077 Appendix A)",
	Breaks:   []string{"RFC5077d-3.3-HINT-RELATIVE-TO-RECEIPT"},
	KilledBy: []string{"conformance", "model"},
	Policy: expiring(func(s *session.ClientSession, now time.Time) bool {
		return len(s.Ticket) > 0 && s.Hint > 0 && now.Sub(s.Created) >= time.Duration(s.Hint)*time.Second
	}),
})
