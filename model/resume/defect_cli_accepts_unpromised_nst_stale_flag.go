package resume

// The client has the promise of the first handshake still in mind, and takes in the
// second a ticket that its ServerHello did not promise.
var _ = defect(Defect{
	Name:        "cli-accepts-unpromised-nst-stale-flag",
	Requirement: "RFC5077-3.3-NST-ONLY-IF-PROMISED",
	Breaks:      "handshake-order",
	Config:      "ticket-promise",
	Edit: func(p *Policy) {
		p.replan(Client, Full, need(NewSessionTicket, Condition{"if promised now or before", "", func(e *End) Need {
			if e.Seen.BehindPromised {
				return May
			}
			return promised.Of(e)
		}}))
	},
	Compels: saying(NewSessionTicket, Server, func(c *Conn) bool {
		e := &c.Ends[Server]
		return e.Again && !e.Done && e.Plan == Full && !e.Answer.Promised && !c.Deviated
	}),
	Excuses: []string{"ticket-after-client-finished", "ticket-iff-promised"},
})
