package defect

import (
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// The session cache of the server does not keep whether a session uses the extended master secret.
var _ = defect(Defect{
	Name:     "ems-flag-lost-in-cache",
	Imitates: "RFC 7627 5.4 left out: they \"need to differentiate between sessions that use legacy and extended master secrets by adding a flag\"",
	Breaks:   []string{"RFC7627-5.4-SESSION-FLAG"},
	KilledBy: []string{"conformance", "linear/cache", "model", "property/ems-resumed-alike"},
	Seams: func() script.Seams {
		return script.Seams{Store: func(_ traces.Node, of session.Store) session.Store { return flagless{of} }}
	},
})

// flagless is a store that keeps sessions without the flag.
type flagless struct{ session.Store }

// Put keeps a session.
func (f flagless) Put(id []byte, s *session.State) { f.Store.Put(id, withoutEMS(s)) }

// withoutEMS is a session that does not say that it uses the extended master secret.
func withoutEMS(s *session.State) *session.State {
	s = s.Clone()
	s.EMS = false
	return s
}
