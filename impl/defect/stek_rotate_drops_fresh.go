package defect

// A new ticket key takes the place of one that has only just begun to seal.
var _ = defect(Defect{
	Name:     "stek-rotate-drops-fresh",
	Imitates: "Mbed TLS issue 1968 (2.14.0): in the second in which it was made, a key is replaced and forgotten",
	Breaks:   []string{"RFC5077-5.6-SERVER-CONTROLS-LIFETIME"},
	KilledBy: []string{"conformance", "model"},
	Seams:    operating("rotate", and("retire")),
})
