package defect

// A record that does not open is tried as the one before it once more.
var _ = defect(Defect{
	Name:     "record-replay-accepted",
	Imitates: "RFC 5246 F.2 read for datagrams: a record that comes twice is taken twice, where it is an error that ends connection and session",
	Breaks:   []string{"DERRICO2009-RECORD-ERRORS-FLUSH"},
	KilledBy: []string{"conformance", "property/data-as-sent"},
	Edits: []Edit{{"impl/record/in.go", `		var ok bool
		if payload, ok = in.opener.open(label{in.seq.next, h.typ, h.version}, fragment); !ok {
			return nil, BadMAC
		}
`, `		var ok bool
		again := append([]byte(nil), fragment...)
		if payload, ok = in.opener.open(label{in.seq.next, h.typ, h.version}, fragment); !ok {
			if payload, ok = in.opener.open(label{in.seq.next - 1, h.typ, h.version}, again); !ok {
				return nil, BadMAC
			}
			return payload, nil
		}
`}},
})
