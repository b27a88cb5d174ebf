package resume

// Rotation writes the new ticket key over the newest instead of behind it.
var _ = defect(Defect{
	Name:        "stek-rotate-drops-fresh",
	Requirement: "RFC5077-5.6-SERVER-CONTROLS-LIFETIME",
	Breaks:      "ticket-lasts-its-hint",
	Config:      "key-rotation-overlap",
	Edit: func(p *Policy) {
		p.Rotate = func(s *State, n *ServerNode) {
			n.Ring = n.Ring[:len(n.Ring)-1]
			s.rotate(n)
		}
	},
})
