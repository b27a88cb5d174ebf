package defect

import (
	"math"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// A server keeps sessions until there is no more room for them.
var _ = defect(Defect{
	Name:     "old-id-resumes",
	Imitates: "RFC 5246 F.1.4: an upper limit of 24 hours for session IDs is suggested, and nobody looks at the clock",
	Breaks:   []string{"RFC5246-F.1.4-24H"},
	KilledBy: []string{"conformance", "model", "property/session-within-day"},
	Seams: func() script.Seams {
		made := map[string]time.Time{}
		return script.Seams{
			Store: func(_ traces.Node, of session.Store) session.Store { return ageless{of, made} },
			Config: func(side handshake.Side, _ traces.Node, c *handshake.Config) {
				considering(func(may mayResume, s *session.State, o *handshake.Offer) handshake.Reason {
					offer, policy := *o, *o.Policy
					if o.By == handshake.ByID {
						policy.Lifetime = math.MaxInt64
					}
					offer.Policy = &policy
					return may(s, &offer)
				})(side, &c.Policy)
			},
		}
	},
})

// ageless is a store to which every session is new.
type ageless struct {
	session.Store
	made map[string]time.Time // by ID
}

// Put keeps a session.
func (a ageless) Put(id []byte, s *session.State) {
	a.made[string(id)] = s.Created
	a.Store.Put(id, s)
}

// Get returns a session, however old it is.
func (a ageless) Get(id []byte, _ time.Time) (*session.State, bool) {
	return a.Store.Get(id, a.made[string(id)])
}
