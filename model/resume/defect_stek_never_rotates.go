package resume

// The server has one ticket key for its whole life: rotation makes it anew.
var _ = defect(Defect{
	Name:        "stek-never-rotates",
	Requirement: "RFC9325-3.4-ROTATE",
	Breaks:      "key-within-period",
	Config:      "key-rotation-weekly",
	Edit: func(p *Policy) {
		p.Rotate = func(_ *State, n *ServerNode) { n.Ring = append(n.Ring, n.Ring[len(n.Ring)-1]) }
	},
})
