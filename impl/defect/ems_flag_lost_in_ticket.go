package defect

import (
	"io"

	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// The tickets of the server do not hold whether the session uses the extended master secret.
var _ = defect(Defect{
	Name:     "ems-flag-lost-in-ticket",
	Imitates: "a StatePlaintext as in RFC 5077 4, which has no room for the flag of RFC 7627 5.4",
	Breaks:   []string{"RFC7627-5.4-SESSION-FLAG"},
	KilledBy: []string{"conformance", "property/ems-resumed-alike"},
	Seams: func() script.Seams {
		return script.Seams{Config: func(side handshake.Side, _ traces.Node, c *handshake.Config) {
			if side == handshake.Server {
				c.Sealer = flaglessTickets{c.Sealer}
			}
		}}
	},
})

// flaglessTickets seals sessions without the flag.
type flaglessTickets struct{ session.Sealer }

// Seal appends a ticket.
func (f flaglessTickets) Seal(dst []byte, s *session.State, rand io.Reader) ([]byte, error) {
	return f.Sealer.Seal(dst, withoutEMS(s), rand)
}
