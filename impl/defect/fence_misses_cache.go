package defect

import (
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// The sessions that the server caches are not in the form that older builds refuse.
var _ = defect(Defect{
	Name:     "fence-misses-cache",
	Imitates: "the mail of 2021-10-25: the new format is that of tickets, and the cache has the old one",
	Breaks:   []string{"BENJAMIN2021-ISSUER-FENCES-LEGACY", "BENJAMIN2021-FENCE-BY-FORMAT"},
	KilledBy: []string{"conformance", "model", "property/fence-holds"},
	Seams: func() script.Seams {
		return script.Seams{Store: func(_ traces.Node, of session.Store) session.Store { return unfenced{of} }}
	},
})

// unfenced is a store that keeps sessions in the old form.
type unfenced struct{ session.Store }

// Put keeps a session.
func (u unfenced) Put(id []byte, s *session.State) {
	s = s.Clone()
	s.Fenced = false
	u.Store.Put(id, s)
}
