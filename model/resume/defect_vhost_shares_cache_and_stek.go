package resume

import "slices"

// The operator gives unrelated servers the same ticket keys, and a client that is
// led to the wrong one takes it for the right one.
var _ = defect(Defect{
	Name:        "vhost-shares-cache-and-stek",
	Requirement: "RFC5077-5.5-KEYS-SINGLE-PURPOSE",
	Breaks:      "peer-took-part",
	Config:      "vhost-astray",
	Compels: func(s *State) (Action, bool) {
		shared := slices.Equal(s.Servers[0].Ring, s.Servers[1].Ring)
		return Action{Verb: "share", Heir: 1}, !shared
	},
})
