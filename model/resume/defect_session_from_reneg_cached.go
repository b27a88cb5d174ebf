package resume

// The client stores the session of a renegotiation as one of the server that the first
// handshake has proved.
var _ = defect(Defect{
	Name:        "session-from-reneg-cached",
	Requirement: "REX2009-RESUMED-IS-SAME-SESSION",
	Breaks:      "session-keeps-its-peer",
	Config:      "renegotiation-certificate",
	Edit: func(p *Policy) {
		p.Naming = func(e *End, n *Stored) bool {
			if e.Again {
				n.Session.Peer = e.Belief.Peer
			}
			return e.naming(n)
		}
	},
})
