package resume

// The client looks at the server's certificate when the handshake is over and the session
// stored, and keeps that though it gives up (CVE-2024-0853): in the next connection no
// certificate comes.
var _ = defect(Defect{
	Name:        "cache-after-failed-verification",
	Requirement: "RFC5246-7.2.2-FORGET",
	Breaks:      "no-resume-after-fatal",
	Config:      "vhost-astray",
	Edit: func(p *Policy) {
		p.Expected = func(*State, Place, Name) bool { return true }
		p.Doubts = func(s *State, at Place) Alert {
			if e := s.end(at); e.By == Nothing && !s.expected(at, e.Session.Peer) {
				return BadCertificate
			}
			return NoAlert
		}
		p.Forget = func(s *State, at Place, b Burn) {
			if s.end(at).Seen.Aborted != BadCertificate {
				s.forget(at, b)
			}
		}
	},
})
