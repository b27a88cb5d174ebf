package resume

// An end gives up without an alert.
var _ = defect(Defect{
	Name:        "abort-in-silence",
	Requirement: "RFC5246-7.2.2-SEND-ALERT-BEFORE-CLOSE",
	Breaks:      "alert-before-end",
	Config:      "renegotiation-certificate-kept",
	Edit:        func(p *Policy) { p.Notice = func(*State, Place) {} },
})
