package resume

// An end that hears close_notify says nothing more.
var _ = defect(Defect{
	Name:        "close-notify-unanswered",
	Requirement: "RFC5246-7.2.1-CLOSE-REPLY",
	Breaks:      "close-answered",
	Config:      "renegotiation",
	Edit:        func(p *Policy) { p.Farewell = func(*State, Place) {} },
})
