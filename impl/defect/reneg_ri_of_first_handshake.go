package defect

// The server keeps the Finished of the first handshake for all others.
var _ = defect(Defect{
	Name:     "reneg-ri-of-first-handshake",
	Imitates: "RFC 5746 3.7, \"the server needs to save the new client_verify_data and server_verify_data values\", left out",
	Breaks:   []string{"RFC5746-3.x-SAVE-NEW", "RFC5746-3.1-LAST-HANDSHAKE"},
	KilledBy: []string{"conformance", "property/rollout-safe"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		"	next.prior.names = next",
		`	if h.prior != nil && h.side == Server {
		next.prior.verify = h.prior.verify
	}
	next.prior.names = next`}},
})
