package resume

// What a fatal alert ends is read in four ways. Each of these worlds shows what its
// reading guarantees, and what it does not; a connection fails while it resumes
// (omit) or later (dup).
var (
	_ = config(Config{
		Name: "fatal-alert-rfc5077",
		Shows: "RFC 5077 5.1, a fatal alert takes the session at the client, and its ID at the server; " +
			"a ticket that is out goes on",
		World: "server s0 tickets\nclient c0 tickets marker sni=s0\n",
		Live:  3, Flights: true,
		Allows: []Allowance{{"send *.c x; dup *.s 1", 1}, {"omit *.s ChangeCipherSpec", 1}, {"dial * c0 s0", 3}},
		Goals: []string{
			"other-connection-continues", "ticket-deleted-by-failed-resumption", "ticket-deleted-by-fatal",
			"ticket-outlives-fatal",
		},
		States: 10203, Transitions: 23677, Depth: 21,
	})
	_ = config(Config{
		Name: "fatal-alert-rfc5246",
		Shows: "RFC 5246 7.2.2, a fatal alert takes the tickets as well, at the server that has seen it: " +
			"not at a sibling that has its keys",
		World: "server s0 tickets key=K1 vhost=a.example policy=invalidate-rfc5246\n" +
			"server s1 tickets key=K1 vhost=a.example policy=invalidate-rfc5246\n" +
			"client c0 tickets sni=a.example\n",
		Live: 3, Flights: true,
		Allows: []Allowance{
			{"rotate s1; retire s1", 1}, {"dup *.s 1", 1}, {"dial * c0 s0", 2}, {"dial * c0 s1", 1},
		},
		Goals: []string{
			"other-connection-continues", "revoked-elsewhere", "revoked-ticket",
			"unverified-ticket-fails",
		},
		States: 13586, Transitions: 37079, Depth: 18,
	})
	_ = config(Config{
		Name: "fatal-alert-failed-resume",
		Shows: "TLS list 2009-10-31, only a resumption that fails takes its session along: " +
			"a connection that fails later leaves it",
		World: "server s0 cache policy=invalidate-failed-resume\n" +
			"client c0 sni=s0 policy=invalidate-failed-resume\n",
		Live: 3, Flights: true,
		Allows: []Allowance{{"send *.c x; dup *.s 1", 1}, {"omit *.s ChangeCipherSpec", 1}, {"dial * c0 s0", 3}},
		Goals:  []string{"id-outlives-fatal", "offer-despite-fatal"},
		States: 17885, Transitions: 38030, Depth: 21,
	})
	_ = config(Config{
		Name:  "fatal-alert-failed-resume-tickets",
		Shows: "TLS list 2009-10-31, the same of tickets: the client deletes the one whose resumption failed (RFC 5077 3.2)",
		World: "server s0 tickets policy=invalidate-failed-resume\n" +
			"client c0 tickets marker sni=s0 policy=invalidate-failed-resume\n",
		Live: 3, Flights: true,
		Allows: []Allowance{{"send *.c x; dup *.s 1", 1}, {"omit *.s ChangeCipherSpec", 1}, {"dial * c0 s0", 3}},
		Goals:  []string{"offer-despite-fatal", "ticket-deleted-by-failed-resumption"},
		States: 10550, Transitions: 24074, Depth: 21,
	})
	_ = config(Config{
		Name:  "fatal-alert-never",
		Shows: "a fatal alert ends the connection and not the session, as in BoringSSL and h2o: nothing is forgotten",
		World: "server s0 tickets cache policy=invalidate-never\n" +
			"client c0 tickets sni=s0 policy=invalidate-never\nclient c1 sni=s0 policy=invalidate-never\n",
		Live: 3, Flights: true,
		Allows: []Allowance{{"send *.c x; dup *.s 1", 1}, {"dial * c0 s0", 2}, {"dial * c1 s0", 2}},
		Goals:  []string{"id-outlives-fatal", "offer-despite-fatal"},
		States: 20191, Transitions: 45888, Depth: 24,
	})
)
