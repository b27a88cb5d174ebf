package defect

import (
	"io"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// A renewed ticket begins a life of its own: who renews often enough resumes for ever.
var _ = defect(Defect{
	Name:     "renewal-restarts-age",
	Imitates: "RFC 5077 5.6 half read: the lifetime is counted from each ticket, and not from the full handshake (RFC 5246 F.1.4)",
	Breaks:   []string{"RFC5077-4-TIMESTAMP-EXPIRY"},
	KilledBy: []string{"conformance", "property/ticket-live", "model", "property/hint-of-session"},
	Seams: func() script.Seams {
		return script.Seams{Config: func(side handshake.Side, _ traces.Node, c *handshake.Config) {
			if side == handshake.Client {
				return
			}
			var now time.Time
			may := c.Policy.MayResume
			c.Policy.MayResume = func(s *session.State, o *handshake.Offer) handshake.Reason {
				now = o.Now
				return may(s, o)
			}
			c.Sealer = rejuvenating{c.Sealer, &now}
		}}
	},
})

// rejuvenating is a sealer that dates what is sealed in a resumption.
type rejuvenating struct {
	session.Sealer
	now *time.Time // of the resumption; zero: there is none
}

// Seal seals a session that is as young as its ticket.
func (r rejuvenating) Seal(dst []byte, s *session.State, rand io.Reader) ([]byte, error) {
	if !r.now.IsZero() {
		s = s.Clone()
		s.Created = *r.now
	}
	return r.Sealer.Seal(dst, s, rand)
}
