package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/prf"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// The client keeps the first ticket of a session, and none that renews it.
var _ = defect(Defect{
	Name:     "renewed-ticket-never-used",
	Imitates: "BoringSSL before commit afa867be8 (2021): a client whose ticket was renewed goes on with the old session",
	Breaks:   []string{"RFC5077-3.3-USE-NEW-ASAP"},
	KilledBy: []string{"conformance", "model", "property/offer-newest"},
	Seams: func() script.Seams {
		kept := map[[prf.MasterSize]byte]bool{}
		return keptByClients(func(_ traces.Node, of script.Keeper) script.Keeper { return firstTickets{of, kept} })
	},
})

// firstTickets keeps a session once.
type firstTickets struct {
	script.Keeper
	kept map[[prf.MasterSize]byte]bool
}

// Save keeps a session.
func (f firstTickets) Save(s handshake.Save) {
	if !f.kept[s.Session.Master] {
		f.kept[s.Session.Master] = true
		f.Keeper.Save(s)
	}
}
