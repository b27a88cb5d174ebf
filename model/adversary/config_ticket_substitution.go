package adversary

var (
	_ = config(Config{
		Name: "ticket-substitution",
		Shows: "with NewSessionTicket outside the transcript (policy ticket-unhashed) " +
			"a client has another ticket than the server gave it",
		Breaks: "ticket-seals-session",
		world:  ticketed.with(func(w *world) { w.TicketUnhashed = true }),
		States: 3248, Transitions: 4209, Depth: 6,
	})
	_ = config(Config{
		Name:   "ticket-substitution-hashed",
		Shows:  "with NewSessionTicket in the transcript a client has the ticket that the server gave it",
		world:  ticketed,
		States: 264588, Transitions: 588117, Depth: 20,
	})
)

// ticketed are ends that resume by ticket.
var ticketed = modern.with(func(w *world) { w.Tickets = true })
