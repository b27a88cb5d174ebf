package adversary

// Mistakes of the honest ends, each of which an exploration must find.
var (
	_ = defect(Defect{
		Name: "ems-off", Requirement: "RFC7627-6.1-MS-UNIQUE",
		Breaks: "exporter-apart", Config: "exporter-ems",
		edit: func(w *world) { w.EMS = [2]extension{} },
	})
	_ = defect(Defect{
		Name: "ems-hash-of-nothing", Requirement: "RFC7627-4-DERIVATION",
		Breaks: "sessions-apart", Config: "exporter-ems",
		edit: func(w *world) { w.Span = [2]span{nothing, nothing} },
	})
	_ = defect(Defect{
		Name: "ems-hash-ends-at-server-hello", Requirement: "RFC7627-6.3-HASH-SCOPE",
		Breaks: "tls-unique-apart", Config: "tls-unique-ems",
		edit: func(w *world) { w.Span = [2]span{toServerHello, toServerHello} },
	})
	_ = defect(Defect{
		Name: "reneg-server-identity-unchecked", Requirement: "RFC5746-5-CERT-CHANGE-OPTION",
		Breaks: "client-means-server", Config: "triple-handshake-same-certificate",
		edit: certChange,
	})
	_ = defect(Defect{
		Name: "exporter-without-ems", Requirement: "RFC7627-5.4-NO-EXPORT",
		Breaks: "exporter-apart", Config: "ems-optional",
		edit: func(w *world) { w.LegacyBinds = true },
	})
	_ = defect(Defect{
		Name: "legacy-resume-keeps-reneg-and-tlsunique", Requirement: "RFC7627-5.4-DISABLE-RENEG-TLSUNIQUE",
		Breaks: "tls-unique-apart", Config: "ems-legacy-server",
		edit: func(w *world) { w.LegacyBinds = true },
	})
	_ = defect(Defect{
		Name: "key-exchange-unsigned", Requirement: "RFC5246-7.4.9-FINISHED-VERIFIED",
		Breaks: "keys-secret", Config: "exporter-ems",
		edit: func(w *world) { w.ShareUnsigned = true },
	})
	_ = defect(Defect{
		Name: "skip-certificate-verify", Requirement: "RFC5246-7.3-CERT-REPLY",
		Breaks: "peer-agrees", Config: "exporter-ems",
		edit: func(w *world) { w.NoVerify = true },
	})
	_ = defect(Defect{
		Name: "client-cache-key-too-coarse", Requirement: "RFC6066-3-CLIENT-SAME-SNI",
		Breaks: "keys-secret", Config: "exporter-ems",
		edit: func(w *world) { w.AnyPeer = true },
	})
	_ = defect(Defect{
		Name: "reneg-unbound", Requirement: "RFC5746-3.5-CH-VALUE",
		Breaks: "handshakes-bound", Config: "exporter-ems",
		edit: func(w *world) { w.NoRenegotiateInfo = true },
	})
	_ = defect(Defect{
		Name: "early-ccs", Requirement: "RFC5246-7.1-CCS-PLACE",
		Breaks: "keys-secret", Config: "exporter-ems",
		edit: func(w *world) { w.EarlyCCS = true },
	})
	_ = defect(Defect{
		Name: "tls-unique-from-session", Requirement: "RFC5929-3.1-CONNECTION-NOT-SESSION",
		Breaks: "tls-unique-apart", Config: "tls-unique-ems",
		edit: func(w *world) { w.SessionUnique = true },
	})
	_ = defect(Defect{
		Name: "ems-negotiated-but-legacy-derivation", Requirement: "RFC7627-5.1-USE-IF-AGREED",
		Breaks: "end-to-end", Config: "exporter-ems",
		edit: func(w *world) { w.Span[server] = oldDerivation },
	})
	_ = defect(Defect{
		Name: "ems-hash-includes-certificate-verify", Requirement: "RFC7627-6.3-HASH-SCOPE",
		Breaks: "client-authenticated", Config: "exporter-ems",
		edit: func(w *world) { w.Span[client] = toVerify },
	})
	_ = defect(Defect{
		Name: "nst-not-in-transcript", Requirement: "RFC7627-6.3-NST-NOT-COVERED",
		Breaks: "ticket-seals-session", Config: "ticket-substitution-hashed",
		edit: func(w *world) { w.TicketUnhashed = true },
	})
)
