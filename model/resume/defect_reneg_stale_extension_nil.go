package resume

// The server looks in every hello for the extension that the first one had, and falls over
// one without (CVE-2021-3449).
var _ = defect(Defect{
	Name:        "reneg-stale-extension-nil",
	Requirement: "RFC5246-7.4.1.2-EXT-ABSENCE-OK",
	Breaks:      "rollout-safe",
	Config:      "renegotiation-ems",
	Edit: func(p *Policy) {
		p.Judge = func(s *State, at Place, session *Session, by By) Verdict {
			if e := s.end(at); e.Again && e.Belief.EMS && !e.Offer.EMS {
				return Abort
			}
			return s.judge(at, session, by)
		}
	},
})
