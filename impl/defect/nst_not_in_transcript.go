package defect

import "tlsresume/impl/handshake"

// Both ends leave NewSessionTicket out of the hash of the handshake, so that they agree
// on whatever ticket reaches the client.
var _ = defect(Defect{
	Name:     "nst-not-in-transcript",
	Imitates: "draft-salowey-tls-rfc4507bis-00 (2007), which does not say that NewSessionTicket is hashed",
	Breaks:   []string{"RFC5077d-3.3-NST-IN-FINISHED-HASH", "RFC5246-7.4.9-TRANSCRIPT-SCOPE", "RFC4366-3-EXT-MESSAGES-HASHED"},
	KilledBy: []string{"conformance", "model"},
	Policy:   func(_ handshake.Side, p *handshake.Policy) { p.Unhashed = true },
})
