package resume

// The client takes application data between ChangeCipherSpec and Finished.
var _ = defect(Defect{
	Name:        "appdata-before-finished",
	Requirement: "RFC5246-7.3-NO-APPDATA-BEFORE-FIRST-HS",
	Breaks:      "data-after-finished",
	Config:      "renegotiation",
	Edit:        func(p *Policy) { p.Hears = func(*End) bool { return true } },
	Compels:     speakingUnfinished,
})

// speakingUnfinished has a server leave out its Finished and say data instead.
func speakingUnfinished(s *State) (Action, bool) {
	if a, ok := before(Finished, Action{Verb: "omit", Side: Server, Kind: Finished})(s); ok && !s.Conns[a.Conn].Deviated {
		return a, ok
	}
	for i := range s.Conns {
		c := &s.Conns[i]
		if c.Deviated && c.Ends[Server].Done && !c.Ends[Client].Done && !c.Ends[Server].Seen.DataSaid {
			return Action{Verb: "send", Conn: i, Side: Server, Text: "text"}, true
		}
	}
	return Action{}, false
}
