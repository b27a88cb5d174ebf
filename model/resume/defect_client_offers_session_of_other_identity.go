package resume

// The client offers a session in which it has shown another certificate, as curl did
// (CVE-2016-5420), and is who it was.
var _ = defect(Defect{
	Name:        "client-offers-session-of-other-identity",
	Requirement: "RFC5077-4-CLIENT-IDENTITY",
	Breaks:      "client-is-itself",
	Config:      "client-auth-fleet",
	Edit: func(p *Policy) {
		p.offerDespite("identity-of-another")
	},
})
