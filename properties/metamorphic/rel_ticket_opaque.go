package metamorphic

import (
	"io"
	"math/rand/v2"

	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/properties/conform"
	"tlsresume/traces"
)

// RFC 5077 4: "clients MUST NOT examine the ticket under the assumption that it complies
// with this document", and 3.2: a server that cannot verify one does a full handshake. A
// client that holds random bytes in place of its tickets does what it does where no
// server can open them, and so does the server.
var _ = relation(Relation{
	Name: "ticket-opaque", Cites: "RFC 5077 3.2 and 4",
	Both: func(s *traces.Trace, choose conform.Chooser) (one, other Play) {
		random := rand.NewChaCha8([32]byte{byte(choose(256)), byte(choose(256))})
		return Play{s, script.Seams{Config: shut}}, Play{s, script.Seams{
			Keeper: func(side handshake.Side, _ traces.Node, of script.Keeper) script.Keeper {
				if side == handshake.Server {
					return of
				}
				return scrambler{of, random, choose}
			},
		}}
	},
	Tells: func(e traces.Event) string {
		// Which of its tickets it is, the client says of neither.
		if v, ok := e.Fact("ticket"); ok && isTicket(v) {
			return without(e, "ticket") + " with a ticket"
		}
		return without(e)
	},
})

func isTicket(v string) bool { return v != "empty" && v != "promised" }

// shut has a server open no ticket.
func shut(side handshake.Side, _ traces.Node, c *handshake.Config) {
	if side == handshake.Server {
		c.Sealer = closed{c.Sealer}
	}
}

// closed seals, and opens nothing.
type closed struct{ session.Sealer }

// Open implements session.Sealer.
func (closed) Open([]byte) (*session.State, error) { return nil, session.ErrNotOpened }

// A scrambler keeps sessions with other tickets than came.
type scrambler struct {
	script.Keeper
	random io.Reader
	choose conform.Chooser
}

// Save implements script.Keeper.
func (k scrambler) Save(s handshake.Save) {
	if s.Session != nil && len(s.Session.Ticket) > 0 {
		s.Session = s.Session.Clone()
		s.Session.Ticket = make([]byte, 1+k.choose(300))
		io.ReadFull(k.random, s.Session.Ticket)
	}
	k.Keeper.Save(s)
}
