package requirements

// RFC 5929, RFC 5705 and RFC 9266: channel bindings and exporters.
var bindings = []Requirement{
	{"RFC5929-3.1-FIRST-FINISHED", Fact, Order, "tls-unique is the first Finished of the latest handshake: the client's in a full one, the server's in an abbreviated", by("tls-unique-first"), ""},
	{"RFC5929-3.1-STRUCT-NOT-RECORD", Fact, Codec, "the struct, not the record", nil, ""},
	{"RFC5929-3.1-CONNECTION-NOT-SESSION", Fact, Fleet, "it belongs to the connection", by("binding-apart", "tls-unique-apart"), ""},
	{"RFC5929-3.1-RENEG-INNERMOST", Fact, Order, "a renegotiation changes it", by("binding-apart"), ""},
	{"RFC5929-3.1-SERVER-NO-RENEG-DURING-AUTH", MustNot, Order, "a server asks for no renegotiation while the application authenticates", nil, "the application's business: the model has no authentication above TLS"},
	{"RFC5929-3.1-CLIENT-NO-RENEG-DURING-AUTH", ShouldNot, Order, "nor does a client begin one", nil, "the application's business: the model has no authentication above TLS"},
	{"RFC5929-3.1-PROTOCOL-DESIGN", Should, Policy, "protocols do not need renegotiation around authentication", nil, ""},
	{"RFC5705-4-EXPORTER", Fact, Codec, "how an exporter is computed", nil, ""},
	{"RFC5705-5-ATTACKER-CONTEXT", MustNot, Codec, "whoever chooses the context cannot tell the output", nil, ""},
	{"RFC5705-4-LABEL-PREFIX", Should, Codec, "labels begin with EXPORTER", nil, ""},
	{"RFC5705-4-PER-CONNECTION", Fact, Fleet, "two resumptions of a session export different values", by("exporter-apart"), ""},
	{"RFC9266-2-INPUTS", Fact, Codec, "what tls-exporter is made of", nil, ""},
	{"RFC9266-2-UNIQUE-MS-ONLY", Fact, Order, "below TLS 1.3 it needs the extended master secret", by("exporter-apart", "exporter-fenced"), ""},
	{"RFC9266-4-ONLY-FOR-BINDING", MustNot, Policy, "it binds channels and nothing else", nil, ""},
	{"RFC9266-4-NOT-A-SECRET", MustNot, Policy, "it is no secret", nil, ""},
	{"RFC9266-4.1-ONE-USE", MustNot, Policy, "it serves one authentication", nil, ""},
	{"RFC9266-4.2-NOT-WITH-RENEG", MustNot, Order, "it is not there where renegotiation is on", nil, "which binding a library hands out is its policy; impl/handshake/binding.go and its tests"},
}
