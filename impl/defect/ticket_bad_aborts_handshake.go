package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// A ticket that does not open is an error of the server, which ends the connection.
var _ = defect(Defect{
	Name:     "ticket-bad-aborts-handshake",
	Imitates: "Erlang/OTP ERL-1316 and ERL-1317: a ticket of another mode brings the handshake down",
	Breaks:   []string{"RFC5077-3.2-BAD-TICKET-FALLBACK"},
	KilledBy: []string{"conformance", "property/rollout-safe", "model"},
	Seams: func() script.Seams {
		return script.Seams{Config: func(side handshake.Side, _ traces.Node, c *handshake.Config) {
			if side == handshake.Client {
				return
			}
			broken := new(session.State)
			c.Sealer = alarmed{c.Sealer, broken}
			may := c.Policy.MayResume
			c.Policy.MayResume = func(s *session.State, o *handshake.Offer) handshake.Reason {
				if s == broken {
					return handshake.InternalFailure
				}
				return may(s, o)
			}
		}}
	},
})

// alarmed is a sealer that gives what does not open a state of its own.
type alarmed struct {
	session.Sealer
	broken *session.State
}

// Open opens a ticket, or says which state stands for none.
func (a alarmed) Open(ticket []byte) (*session.State, error) {
	s, err := a.Sealer.Open(ticket)
	if err != nil {
		return a.broken, nil
	}
	return s, nil
}
