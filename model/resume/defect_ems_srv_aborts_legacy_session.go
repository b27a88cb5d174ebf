package resume

// The server gives up where a hello with the extended master secret offers a session
// without, instead of doing a full handshake.
var _ = defect(Defect{
	Name:        "ems-srv-aborts-legacy-session",
	Requirement: "RFC7627-5.3-SRV-LEGACY-SESSION-EMS-HELLO-FULL",
	Breaks:      "rollout-safe",
	Config:      "client-auth-fleet",
	Edit:        func(p *Policy) { p.decideEMS("ems-hello-legacy-session", Abort) },
})
