package defect

import "tlsresume/impl/handshake"

// A client that names nobody is taken for one that names whom the session was made with.
var _ = defect(Defect{
	Name:     "default-name-assumed",
	Imitates: "RFC 6066 3 read carelessly: no server_name is no different name",
	Breaks:   []string{"RFC6066-3-NO-RESUME-OTHER-NAME"},
	KilledBy: []string{"conformance", "model", "property/resume-binds"},
	Policy: ofServer(func(p *handshake.Policy) {
		same := p.SameName
		if same == nil {
			same = handshake.RFC6066Name
		}
		p.SameName = func(session, hello string) bool { return session == "" || hello == "" || same(session, hello) }
	}),
})
