package defect

import (
	"io"

	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// The tickets of the server do not hold who the client is.
var _ = defect(Defect{
	Name:     "identity-lost-in-ticket",
	Imitates: "RFC 5077 4: client_identity in the state is what a resumed connection is authorised by, and is left out",
	Breaks:   []string{"RFC5077-4-CLIENT-IDENTITY", "RFC5077-4-STATE-FIELDS"},
	KilledBy: []string{"conformance", "property/live-session-resumes", "property/resume-binds"},
	Seams: func() script.Seams {
		return script.Seams{Config: func(side handshake.Side, _ traces.Node, c *handshake.Config) {
			if side == handshake.Server {
				c.Sealer = anonymousTickets{c.Sealer}
			}
		}}
	},
})

// anonymousTickets seals sessions as of nobody.
type anonymousTickets struct{ session.Sealer }

// Seal appends a ticket.
func (a anonymousTickets) Seal(dst []byte, s *session.State, rand io.Reader) ([]byte, error) {
	anonymous := s.Clone()
	anonymous.Client, anonymous.ClientName = session.Identity{}, ""
	return a.Sealer.Seal(dst, anonymous, rand)
}
