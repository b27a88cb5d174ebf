package defect

// An abbreviated handshake leaves both ends with the Finished of the handshake before it.
var _ = defect(Defect{
	Name:     "reneg-ri-not-updated-on-resume",
	Imitates: "GnuTLS before 3.6.1, issue 259 (2017): RFC 5746 3.4 and 3.6, \"both full handshakes and session-resumption handshakes\"",
	Breaks:   []string{"RFC5746-3.1-LAST-HANDSHAKE", "RFC5746-3.4-APPLIES-TO-RESUMPTION"},
	KilledBy: []string{"conformance", "model", "property/ri-chain", "property/ri-signalled"},
	Edits: []Edit{
		{"impl/handshake/renegotiation.go",
			"verify: h.verify, offered",
			"verify: h.saved(), offered"},
		{"impl/handshake/renegotiation.go",
			"return slices.Concat(p.verify[Client], p.verify[Server])",
			"return bytes.Join(p.verify[:], []byte{})"},
		{"impl/handshake/renegotiation.go",
			"// maxForget is",
			`func (h *Handshake) saved() [2][]byte {
	switch {
	case h.resuming == nil:
		return h.verify
	case h.prior != nil:
		return h.prior.verify
	}
	return [2][]byte{{}, {}}
}

// maxForget is`},
	},
})
