package resume

// An abort for the extended master secret is an illegal_parameter.
var _ = defect(Defect{
	Name:        "ems-wrong-abort-alert",
	Requirement: "RFC7627-5.2-ABORT-MEANS-HANDSHAKE-FAILURE",
	Breaks:      "alert-of-ems",
	Config:      "ems-table",
	Edit:        func(p *Policy) { p.EMSAlert = IllegalParameter },
})
