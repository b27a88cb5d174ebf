package defect

// The server answers a renegotiation with the Finished of the client alone.
var _ = defect(Defect{
	Name:     "reneg-srv-answers-one-half",
	Imitates: "RFC 5746 3.7, \"containing the saved client_verify_data and server_verify_data\", read as what the client has sent",
	Breaks:   []string{"RFC5746-3.7-REPLY"},
	KilledBy: []string{"conformance", "property/rollout-safe"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		`		return h.prior.both()
`,
		`		return h.prior.verify[Client]
`}},
})
