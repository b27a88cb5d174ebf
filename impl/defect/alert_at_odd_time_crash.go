package defect

// A client takes the warning no_renegotiation for an answer where it has asked for nothing,
// and goes back to a handshake that there was not.
var _ = defect(Defect{
	Name:     "alert-at-odd-time-crash",
	Imitates: "CVE-2020-24659, GnuTLS: no_renegotiation at an odd time has a client dereference a null pointer",
	Breaks:   []string{"RFC5746-4.2-REFUSAL-ALERT", "RFC5246-7.2.2-WARNING-CONTINUES"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits: []Edit{
		{"impl/endpoint/alert.go", "answer := notice.Alert == wire.NoRenegotiation && e.wishes()",
			"answer := notice.Alert == wire.NoRenegotiation && (e.side == handshake.Client || e.wishes())"},
	},
})
