package resume

// The server takes a client's certificate for its own without the signature.
var _ = defect(Defect{
	Name:        "certificate-verify-skipped",
	Requirement: "RFC5246-7.3-CERT-REPLY",
	Breaks:      "auth-carried",
	Config:      "client-auth",
	Edit: func(p *Policy) {
		p.replan(Server, Full, need(CertificateVerify, may))
	},
})
