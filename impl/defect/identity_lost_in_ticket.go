package defect

import "tlsresume/impl/session"

// The tickets of the server do not hold who the client is.
var _ = defect(Defect{
	Name:     "identity-lost-in-ticket",
	Imitates: "RFC 5077 4: client_identity in the state is what a resumed connection is authorised by, and is left out",
	Breaks:   []string{"RFC5077-4-CLIENT-IDENTITY", "RFC5077-4-STATE-FIELDS"},
	KilledBy: []string{"conformance", "property/live-session-resumes", "property/resume-binds"},
	Seams: sealing(func(s *session.State) *session.State {
		anonymous := s.Clone()
		anonymous.Client, anonymous.ClientName = session.Identity{}, ""
		return anonymous
	}),
})
