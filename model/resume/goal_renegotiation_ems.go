package resume

// What can happen to the extended master secret while a connection is negotiated
// once more.
var (
	_ = goal("ems-gained-again",
		"TLS list 2021-10-25, a connection has the extended master secret since its last handshake: both ends have got it",
		func(s *State) bool {
			return s.bothAgain(func(e *End) bool { return e.Belief.EMS && e.Seen.BehindLegacy })
		},
		"ems-steady", "ems-both")
	_ = goal("ems-lost-again",
		"TLS list 2021-10-25, a connection has lost it in its last handshake: an end has",
		func(s *State) bool {
			return s.bothAgain(func(e *End) bool { return !e.Belief.EMS && !e.Seen.BehindLegacy })
		},
		"ems-steady", "rollout-safe")
	_ = goal("renegotiate-without-ems",
		"RFC 7627 5.4, a connection without it is negotiated again behind a full handshake",
		func(s *State) bool {
			return s.bothAgain(func(e *End) bool { return e.Seen.BehindLegacy && !e.Seen.BehindResumed && !e.Belief.EMS })
		}, "ems-steady", "legacy-resumption-fenced")
)
