package defect

import "tlsresume/impl/handshake"

// The client lets the certificate of its server change in a renegotiation.
var _ = defect(Defect{
	Name:     "reneg-server-identity-unchecked",
	Imitates: "PolarSSL 1.3.5 (2014), and wolfSSL before pull request 2104 (2019), which compares a hash of the wrong length: the third handshake of the triple handshake goes through",
	Breaks:   []string{"RFC5746-5-CERT-CHANGE-OPTION", "RFC7627-5.3-LEGACY-RESUME-NO-RENEG"},
	KilledBy: []string{"conformance", "model"},
	Policy:   ofClient(func(p *handshake.Policy) { p.MayChange = handshake.MayChangeAll }),
})
