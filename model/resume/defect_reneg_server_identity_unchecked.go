package resume

// The client lets the server's certificate change under way, as PolarSSL did before
// 1.3.5: the third handshake of the Triple Handshake.
var _ = defect(Defect{
	Name:        "reneg-server-identity-unchecked",
	Requirement: "RFC5746-5-CERT-CHANGE-OPTION",
	Breaks:      "server-stays",
	Config:      "renegotiation-certificate-kept",
	Edit:        func(p *Policy) { p.PeerMayChange = func(*End) bool { return true } },
})
