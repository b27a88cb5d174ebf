package requirements

// The mails of 2009-10-28 and 2009-10-31 to the TLS list.
var mails2009 = []Requirement{
	{"REX2009-RESUMED-IS-SAME-SESSION", Fact, Fleet, "a resumed session is the same session, with the same ID and master secret", by("agreement", "resumed-equals-session", "rollout-safe", "session-keeps-its-peer"), ""},
	{"REX2009-PARALLEL-RESUME", Fact, Fleet, "it can be resumed often, and at the same time", by("rollout-safe", "agreement"), ""},
	{"REX2009-FRESH-KEYS", Fact, Codec, "with new keys each time", by("binding-apart"), ""},
	{"REX2009-NO-CERTS-ON-RESUME", Fact, Order, "and no certificates", by("handshake-order"), ""},
	{"REX2009-WHEN-NEW-SESSION", Fact, Order, "a new one arises when none is offered, or none is granted, or a renegotiation is full", by("agreement"), ""},
	{"REX2009-FINISHED-UNIQUE-PER-CONN", Fact, Fleet, "claimed: Finished is another on every connection; refuted where there is no extended master secret", by("tls-unique-apart"), ""},
	{"REX2009-BIND-TO-SESSION-SECRET", Fact, Policy, "suggested: bind to the session's master secret", nil, ""},
	{"REX2009-QUOTED-CLIENT-FINISHED", Fact, Order, "proposed: tls-unique is the client's Finished", by("tls-unique-first"), ""},
	{"DERRICO2009-FATAL-NO-RESUME", MustNot, Fleet, "a session that saw a fatal alert is not resumed", by("no-resume-after-fatal"), ""},
	{"DERRICO2009-ONE-TRY-THEN-DELETE", LowerShould, Fleet, "a resumption that fails takes the session along", by("no-resume-after-fatal"), ""},
	{"DERRICO2009-OTHER-SERVERS-FULL", Fact, Fleet, "a server that does not know the ID does a full handshake", by("rollout-safe"), ""},
	{"DERRICO2009-QUOTED-ONLY-FAILED-RESUME", LowerShould, Policy, "against it: only a resumption that fails does", nil, ""},
	{"DERRICO2009-RECORD-ERRORS-FLUSH", LowerShould, Fleet, "errors of the record layer take the session along as well", by("no-resume-after-fatal"), ""},
	{"DERRICO2009-CH-MAY-GATE-NOT-MODIFY", LowerShould, Fleet, "a hello may decide whether to resume, and changes nothing of the session", by("resumed-equals-session"), ""},
	{"DERRICO2009-RESUMED-ORIGINAL-FEATURES", Fact, Fleet, "a resumption has what the session had first", by("resumed-equals-session"), ""},
	{"DERRICO2009-SERVER-MAY-DECLINE", LowerMay, Policy, "a server may decline for any reason", nil, ""},
}
