package resume

// A server makes itself a new ticket key, and seals under it before its sibling has it.
var _ = defect(Defect{
	Name:        "stek-new-key-used-before-peers-have-it",
	Requirement: "RFC5077-5.5-KEYS-ROTATE",
	Breaks:      "ticket-lasts-its-hint",
	Config:      "key-rotation-fleet-none",
	Compels: func(s *State) (Action, bool) {
		return Action{Verb: "rotate"}, len(s.Servers[0].Ring) == 1
	},
})
