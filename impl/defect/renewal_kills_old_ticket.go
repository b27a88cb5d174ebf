package defect

import (
	"io"

	"tlsresume/impl/handshake"
	"tlsresume/impl/prf"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// The server takes it for granted that the client has the ticket that it has sent: it
// honours none of the session's earlier ones.
var _ = defect(Defect{
	Name:     "renewal-kills-old-ticket",
	Imitates: "RFC 5077 3.3, the opposite of: the server MUST NOT assume that the client has the updated ticket before it has verified its Finished",
	Breaks:   []string{"RFC5077-3.3-NO-ASSUME-RECEIPT", "RFC5077-3.3-OLD-TICKET-STILL-OFFERED"},
	KilledBy: []string{"conformance", "model", "property/live-session-resumes"},
	Seams: func() script.Seams {
		latest := map[[prf.MasterSize]byte]string{}
		return script.Seams{Config: func(side handshake.Side, _ traces.Node, c *handshake.Config) {
			if side == handshake.Server {
				c.Sealer = latestTickets{c.Sealer, latest}
			}
		}}
	},
})

// latestTickets opens the newest ticket of a session alone.
type latestTickets struct {
	session.Sealer
	latest map[[prf.MasterSize]byte]string // by session
}

// Seal implements session.Sealer.
func (l latestTickets) Seal(dst []byte, s *session.State, rand io.Reader) ([]byte, error) {
	sealed, err := l.Sealer.Seal(dst, s, rand)
	if err == nil {
		l.latest[s.Master] = string(sealed[len(dst):])
	}
	return sealed, err
}

// Open implements session.Sealer.
func (l latestTickets) Open(ticket []byte) (*session.State, error) {
	s, err := l.Sealer.Open(ticket)
	if err == nil && l.latest[s.Master] != string(ticket) {
		return nil, session.ErrNotOpened
	}
	return s, err
}
