package defect

// A server acknowledges the name in every ServerHello.
var _ = defect(Defect{
	Name:     "resumed-sh-echoes-extensions",
	Imitates: "BoringSSL before 62be8ac8d: a ServerHello that resumes has extensions that belong into full handshakes",
	Breaks:   []string{"RFC6066-3-NO-SNI-IN-RESUMED-SH", "RFC4366-3-RESUMED-IGNORE-EXTS", "RFC6066-1.1-RESUMED-IGNORE-EXTS"},
	KilledBy: []string{"conformance", "model", "property/resumed-hello-bare"},
	Edits:    []Edit{{"impl/handshake/hello.go", "ServerName: h.resuming == nil && h.named", "ServerName: h.named"}},
})
