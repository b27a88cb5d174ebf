package defect

import (
	"time"

	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// A server finds the newest session under the ID of every one.
var _ = defect(Defect{
	Name:     "cache-entry-of-another",
	Imitates: "wolfSSL before 5.1.0, at a server: a slot of the cache is given to another session, and still found under the old ID",
	Breaks:   []string{"REX2009-RESUMED-IS-SAME-SESSION"},
	KilledBy: []string{"conformance", "model", "property/rollout-safe"},
	Seams: func() script.Seams {
		newest := map[string][]byte{}
		return script.Seams{Store: func(server traces.Node, of session.Store) session.Store {
			return oneSlot{of, newest, server.Name}
		}}
	},
})

// oneSlot is a store whose IDs all lead to one session.
type oneSlot struct {
	session.Store
	newest map[string][]byte // its ID, by server
	server string
}

// Put keeps a session.
func (o oneSlot) Put(id []byte, s *session.State) {
	o.newest[o.server] = id
	o.Store.Put(id, s)
}

// Get returns the newest session.
func (o oneSlot) Get(id []byte, now time.Time) (*session.State, bool) {
	if _, ok := o.Store.Get(id, now); !ok {
		return nil, false
	}
	return o.Store.Get(o.newest[o.server], now)
}
