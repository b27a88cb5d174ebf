package defect

// Old ticket keys go on opening tickets when they should be gone.
var _ = defect(Defect{
	Name:     "stek-retired-still-opens",
	Imitates: "OpenLiteSpeed issue 379 (2024), TlsLib4Pascal pull request 62: a key is retired for sealing alone",
	Breaks:   []string{"RFC9325-3.4-DESTROY-OLD", "RFC5077-5.5-KEYS-ROTATE"},
	KilledBy: []string{"conformance", "property/ticket-live", "model"},
	Seams:    operating("retire", nothing),
})
