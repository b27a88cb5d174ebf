package resume

// The server does a full handshake, where it is to abort, if the session has the
// extended master secret and the hello lacks the extension.
var _ = defect(Defect{
	Name:        "ems-session-declined-for-plain-hello",
	Requirement: "RFC7627-5.3-SRV-EMS-SESSION-PLAIN-HELLO",
	Breaks:      "alert-of-ems",
	Config:      "ems-table",
	Edit:        func(p *Policy) { p.decideEMS("ems-session-plain-hello", Decline) },
})
