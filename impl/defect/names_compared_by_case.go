package defect

import "tlsresume/impl/handshake"

// A server that is asked for the host of a session in other letters takes it for another.
var _ = defect(Defect{
	Name:     "names-compared-by-case",
	Imitates: "RFC 4366 3.1: host names are case-insensitive, and that of a session is compared byte by byte",
	Breaks:   []string{"RFC4366-3.1-CASE-INSENSITIVE"},
	KilledBy: []string{"conformance", "property/live-session-resumes"},
	Policy: ofServer(func(p *handshake.Policy) {
		if p.SameName == nil {
			p.SameName = func(session, hello string) bool { return session == hello }
		}
	}),
})
