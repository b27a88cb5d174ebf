package resume

// The server leaves the age of a ticket to the client.
var _ = defect(Defect{
	Name:        "server-ignores-own-lifetime",
	Requirement: "RFC5077-4-TIMESTAMP-EXPIRY",
	Breaks:      "ticket-live",
	Config:      "ticket-age",
	Edit:        func(p *Policy) { p.resumeDespite(SessionTooOld) },
})
