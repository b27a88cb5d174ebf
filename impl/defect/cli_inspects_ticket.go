package defect

import (
	"bytes"

	"tlsresume/impl/handshake"
	"tlsresume/impl/prf"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// The client reads the name of the key in a ticket, and takes a renewal under another key
// for one that it has not asked for.
var _ = defect(Defect{
	Name:     "cli-inspects-ticket",
	Imitates: "RFC 5077 4, the opposite of: clients MUST NOT examine the ticket",
	Breaks:   []string{"RFC5077-4-CLIENT-OPAQUE"},
	KilledBy: []string{"conformance", "property/offer-newest"},
	Seams: func() script.Seams {
		names := map[[prf.MasterSize]byte][]byte{}
		return keptByClients(func(_ traces.Node, of script.Keeper) script.Keeper { return keyNames{of, names} })
	},
})

// keyNames keeps no ticket of a session under another key than the first.
type keyNames struct {
	script.Keeper
	names map[[prf.MasterSize]byte][]byte // by session
}

// Save keeps a session.
func (k keyNames) Save(s handshake.Save) {
	name := s.Session.Ticket[:min(len(s.Session.Ticket), 16)]
	first, known := k.names[s.Session.Master]
	if !known {
		first, k.names[s.Session.Master] = name, name
	}
	if bytes.Equal(first, name) {
		k.Keeper.Save(s)
	}
}
