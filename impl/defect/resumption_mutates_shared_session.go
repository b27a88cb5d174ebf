package defect

// Connections share what the cache has, and a hello that resumes writes its server_name
// into it.
var _ = defect(Defect{
	Name:     "resumption-mutates-shared-session",
	Imitates: "CVE-2010-3864, CVE-2014-3509 (OpenSSL): the extensions of a resuming hello are parsed into the session that other connections use",
	Breaks:   []string{"DERRICO2009-CH-MAY-GATE-NOT-MODIFY", "RFC6066-1.1-RESUMED-IGNORE-EXTS", "RFC4366-3-RESUMED-IGNORE-EXTS"},
	KilledBy: []string{"conformance", "linear/cache", "model", "property/live-session-resumes", "tests/impl/session"},
	Edits: []Edit{
		{
			"impl/session/store.go",
			"return s.Clone(), true",
			"return s, true",
		},
		{
			"impl/handshake/policy.go",
			"age := o.Now.Sub(s.Created)",
			`if s.ServerName == "" {
		s.ServerName = o.Hello.ServerName
	}
	age := o.Now.Sub(s.Created)`,
		},
	},
})
