package defect

// The ticket key that a server began with is the one that it has.
var _ = defect(Defect{
	Name:     "stek-never-rotates",
	Imitates: "Go issue 25256, Apache 2.4's note on SSLSessionTicketKeyFile: one ticket key as long as the process lives",
	Breaks:   []string{"RFC9325-3.4-ROTATE"},
	KilledBy: []string{"conformance", "property/ticket-live", "model"},
	Seams:    operating("rotate", nothing),
})
