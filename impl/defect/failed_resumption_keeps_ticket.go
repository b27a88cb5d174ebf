package defect

import "tlsresume/impl/handshake"

// A client offers a ticket again with which the last handshake has failed, and so fails
// again.
var _ = defect(Defect{
	Name:     "failed-resumption-keeps-ticket",
	Imitates: "RFC 5077 3.2: the client SHOULD delete the ticket of a resumption that the server accepts and that fails",
	Breaks:   []string{"RFC5077-3.2-DELETE-ON-FAILED-RESUME"},
	KilledBy: []string{"conformance", "model", "property/no-resume-after-fatal"},
	Policy: ofClient(func(p *handshake.Policy) {
		keepFailed(p, func(f handshake.Failure) bool { return f.By == handshake.ByTicket })
	}),
})
