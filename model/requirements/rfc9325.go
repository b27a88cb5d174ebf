package requirements

// RFC 9325, recommendations.
var rfc9325 = []Requirement{
	{"RFC9325-3.4-RESUME-INFO-PROTECTED", Must, Codec, "what resumes is authenticated and encrypted", nil, ""},
	{"RFC9325-3.4-STRONG-CIPHER", Must, Policy, "as strongly as the session at least", nil, ""},
	{"RFC9325-3.4-ROTATE", Must, Fleet, "ticket keys change", by("key-within-period"), ""},
	{"RFC9325-3.4-DESTROY-OLD", Must, Fleet, "old ones are destroyed", by("ticket-live"), ""},
	{"RFC9325-3.4-LIMIT-VALIDITY", Must, Fleet, "a ticket is good for a limited time", by("ticket-live"), ""},
	{"RFC9325-3.4-NO-OLD-SESSIONS", ShouldNot, Fleet, "no session is resumed later than two periods from its full handshake", by("ticket-live", "session-within-day"), ""},
	{"RFC9325-3.5-RI-IMPLEMENTED", Must, Codec, "renegotiation_info is there", nil, ""},
	{"RFC9325-3.5-EMS-SUPPORTED", Must, Order, "so is the extended master secret", by("ems-both"), ""},
}
