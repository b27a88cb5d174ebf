package defect

// A client names the host twice in its list.
var _ = defect(Defect{
	Name:     "sni-sent-twice",
	Imitates: `RFC 6066 3: "The ServerNameList MUST NOT contain more than one name of the same name_type"`,
	Breaks:   []string{"RFC6066-3-ONE-NAME-PER-TYPE"},
	KilledBy: []string{"conformance"},
	Edits: []Edit{{
		"impl/wire/ext_server_name.go",
		"addVector16(b, []byte(m.ServerName))",
		`addVector16(b, []byte(m.ServerName))
			b.AddUint8(hostName)
			addVector16(b, []byte(m.ServerName))`,
	}},
})
