package defect

import (
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// A cache of one slot makes room for the session that is resumed, which takes the
// session away from the handshake that resumes it: the ServerHello has no ID.
var _ = defect(Defect{
	Name:     "cache-evict-while-resuming",
	Imitates: "OpenSSL issue 18690 (Postfix, a cache of one slot): inserting the resumed session evicts it in mid-handshake",
	Breaks:   []string{"RFC5246-7.3-RESUME-SAME-SID", "REX2009-PARALLEL-RESUME"},
	KilledBy: []string{"conformance", "model", "property/rollout-safe", "property/session-id-echoed"},
	Seams: func() script.Seams {
		return script.Seams{
			Store: func(_ traces.Node, of session.Store) session.Store { return singleUse{of} },
			Config: func(side handshake.Side, _ traces.Node, c *handshake.Config) {
				if side == handshake.Client {
					return
				}
				may := c.Policy.MayResume
				c.Policy.MayResume = func(s *session.State, o *handshake.Offer) handshake.Reason {
					reason := may(s, o)
					if reason == handshake.None && o.By == handshake.ByID {
						o.Hello.SessionID = nil
					}
					return reason
				}
			},
		}
	},
})

// singleUse is a store that loses what it is asked for.
type singleUse struct{ session.Store }

// Get returns a session for the last time.
func (s singleUse) Get(id []byte, now time.Time) (*session.State, bool) {
	found, ok := s.Store.Get(id, now)
	s.Forget(id)
	return found, ok
}
