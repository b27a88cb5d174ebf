package resume

// An end that has heard close_notify goes on reading.
var _ = defect(Defect{
	Name:        "data-after-close-processed",
	Requirement: "RFC5246-7.2.1-IGNORE-AFTER-CLOSE",
	Breaks:      "nothing-after-close",
	Config:      "renegotiation",
	Edit:        func(p *Policy) { p.Lingers = true },
	Compels:     behindClose,
})

// behindClose has the network repeat a client's close_notify.
func behindClose(s *State) (Action, bool) {
	for i := range s.Conns {
		c := &s.Conns[i]
		if wire := c.Wires[Server]; !c.Deviated && len(wire) > 0 && wire[0].Alert == CloseNotify {
			return Action{Verb: "dup", Conn: i, Side: Server, N: 1}, true
		}
	}
	return Action{}, false
}
