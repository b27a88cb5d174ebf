package resume

// The server promises a ticket to a client that is not ready for one, and the client
// goes on.
var _ = defect(Defect{
	Name:        "cli-accepts-unsolicited-ext",
	Requirement: "RFC5246-7.4.1.4-CLIENT-REJECTS-UNSOLICITED",
	Breaks:      "unsolicited-extension-refused",
	Config:      "mixed-fleet-format-fence",
	Excuses:     []string{"no-unsolicited-extension"},
	Edit: func(p *Policy) {
		p.Answers = func(e *End) {
			if e.By == Nothing {
				e.Answer.Promised, e.Answer.ID = true, 0
			}
		}
		p.Unsolicited = func(*Offer, *Answer) bool { return false }
	},
})
