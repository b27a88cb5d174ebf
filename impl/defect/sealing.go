package defect

import (
	"io"

	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// sealing has servers seal something else than the session.
func sealing(instead func(*session.State) *session.State) func() script.Seams {
	return func() script.Seams {
		return script.Seams{Config: func(side handshake.Side, _ traces.Node, c *handshake.Config) {
			if side == handshake.Server {
				c.Sealer = otherSealer{c.Sealer, instead}
			}
		}}
	}
}

type otherSealer struct {
	session.Sealer
	instead func(*session.State) *session.State
}

// Seal appends a ticket.
func (o otherSealer) Seal(dst []byte, s *session.State, rand io.Reader) ([]byte, error) {
	return o.Sealer.Seal(dst, o.instead(s), rand)
}
