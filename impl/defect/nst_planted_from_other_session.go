package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// The client keeps what a ticket stands for in another place than the ticket: where two
// of its connections overlap, the ticket of one comes to lie beside the master secret of
// the other.
var _ = defect(Defect{
	Name:     "nst-planted-from-other-session",
	Imitates: "RFC 7627 6.3: NewSessionTicket is outside the session hash, so that nothing in the master secret ties a ticket to it",
	Breaks:   []string{"RFC7627-6.3-NST-NOT-COVERED", "RFC5077-3.1-CLIENT-STORES-MS"},
	KilledBy: []string{"conformance", "model", "property/rollout-safe"},
	Seams: func() script.Seams {
		latest := map[string]saved{}
		saves := 0
		return keptByClients(func(client traces.Node, of script.Keeper) script.Keeper {
			return &ticketsApart{of, client.Name, latest, &saves, saves}
		})
	},
})

// saved is what a client has saved last, and when: as a number of the saves of all.
type saved struct {
	session *session.ClientSession
	at      int
}

// ticketsApart keeps the ticket of its own connection with the state of another.
type ticketsApart struct {
	script.Keeper
	client string
	latest map[string]saved // by client
	saves  *int
	began  int // how many saves there were when the connection began
}

// Save keeps a session.
func (t *ticketsApart) Save(s handshake.Save) {
	*t.saves++
	other := t.latest[t.client]
	t.latest[t.client] = saved{s.Session, *t.saves}
	if other.at > t.began && len(s.Session.Ticket) > 0 && other.session.ServerName == s.Session.ServerName {
		planted := *other.session
		planted.Ticket, planted.Hint, planted.Received = s.Session.Ticket, s.Session.Hint, s.Session.Received
		s.Session = &planted
	}
	t.began = *t.saves
	t.Keeper.Save(s)
}
