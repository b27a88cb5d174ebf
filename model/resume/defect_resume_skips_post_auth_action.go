package resume

// The server does not restore the client's identity when it resumes: nobody is taken
// for whom it was.
var _ = defect(Defect{
	Name:        "resume-skips-post-auth-action",
	Requirement: "RFC5077-4-CLIENT-IDENTITY",
	Breaks:      "auth-carried",
	Config:      "vhost-client-auth-bound",
	Edit: func(p *Policy) {
		p.Reports = func(e *End) {
			if e.By != Nothing {
				e.Belief.Peer = 0
			}
		}
	},
})
