package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// The server that must abort has the wrong alert for it.
var _ = defect(Defect{
	Name:     "ems-wrong-abort-alert",
	Imitates: "OpenSSL, issue 9791 (2019; pull request 29706, 2026): illegal_parameter, where RFC 7627 5.2 means handshake_failure",
	Breaks:   []string{"RFC7627-5.2-ABORT-MEANS-HANDSHAKE-FAILURE"},
	KilledBy: []string{"conformance", "model"},
	Policy: ofServer(func(p *handshake.Policy) {
		p.Alerts = map[handshake.Reason]wire.Alert{handshake.EMSSessionPlainHello: wire.IllegalParameter}
	}),
})
