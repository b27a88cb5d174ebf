package defect

// The tickets of the server do not hold whether the session uses the extended master secret.
var _ = defect(Defect{
	Name:     "ems-flag-lost-in-ticket",
	Imitates: "a StatePlaintext as in RFC 5077 4, which has no room for the flag of RFC 7627 5.4",
	Breaks:   []string{"RFC7627-5.4-SESSION-FLAG"},
	KilledBy: []string{"conformance", "property/ems-resumed-alike"},
	Seams:    sealing(withoutEMS),
})
