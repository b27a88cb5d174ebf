package defect

// The client verifies the server behind the handshake: it aborts then, and the session is
// kept already.
var _ = defect(Defect{
	Name:     "cache-after-failed-verification",
	Imitates: "CVE-2024-0853 (curl): the session stays in the cache though the verification has failed, and the next connection resumes it without one",
	Breaks:   []string{"RFC5246-7.2.2-FORGET"},
	KilledBy: []string{"conformance", "model", "property/offer-from-server"},
	Edits: []Edit{
		{
			"impl/handshake/certificate.go",
			`if h.peer, err = h.cfg.Verify(m.Chain, h.hello.ServerName); err != nil {
		return nil, because(refusal(err), err)
	}`,
			"h.peer, _ = h.cfg.Verify(m.Chain, h.hello.ServerName)",
		},
		{
			"impl/handshake/step.go",
			`h.finish()
	}
`,
			`h.finish()
		if h.side == Client && h.resuming == nil && len(h.chain) > 0 {
			if _, err := h.cfg.Verify(h.chain, h.hello.ServerName); err != nil {
				h.over, h.effects = false, h.effects[:len(h.effects)-1]
				return because(refusal(err), err)
			}
		}
	}
`,
		},
	},
})
