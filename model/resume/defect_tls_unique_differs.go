package resume

// The server alone takes the client's Finished for the tls-unique, also when a session was
// resumed and its own was first: it authenticates nobody who binds to the right one.
var _ = defect(Defect{
	Name:        "tls-unique-differs",
	Requirement: "RFC5929-3.1-FIRST-FINISHED",
	Breaks:      "tls-unique-first",
	Config:      "ticket-promise",
	Edit:        bindsToClientFinished(Server),
})
