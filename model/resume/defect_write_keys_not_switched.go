package resume

// Finished leaves under the keys from before ChangeCipherSpec: none, at first.
var _ = defect(Defect{
	Name:        "write-keys-not-switched",
	Requirement: "RFC5246-7.1-SEND-SWITCH",
	Breaks:      "sent-under-own-keys",
	Config:      "ticket-promise",
	Edit: func(p *Policy) {
		p.Protection = func(e *End, k Kind) Keys {
			if k == Finished {
				return Keys{}
			}
			return e.WriteKeys
		}
	},
})
