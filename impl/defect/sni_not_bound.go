package defect

import "tlsresume/impl/handshake"

// The server's names are not compared.
var _ = defect(Defect{
	Name:     "sni-not-bound",
	Imitates: "GnuTLS before 3.6.1, Californium issue 644: a session is resumed under another server_name than it was made for",
	Breaks:   []string{"RFC6066-3-NO-RESUME-OTHER-NAME", "RFC6066-11-RESUME-NAME-RULE"},
	KilledBy: []string{"conformance", "model", "property/resume-binds"},
	Policy:   ofServer(func(p *handshake.Policy) { p.SameName = handshake.RFC4366Name }),
})
