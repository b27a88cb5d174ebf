package defect

// Of two host names the later one counts.
var _ = defect(Defect{
	Name:     "sni-two-names-accepted",
	Imitates: `RFC 6066 3: "The ServerNameList MUST NOT contain more than one name of the same name_type"`,
	Breaks:   []string{"RFC6066-3-ONE-NAME-PER-TYPE"},
	KilledBy: []string{"tests/impl/wire"},
	Edits:    []Edit{{"impl/wire/ext_server_name.go", `if m.ServerName != "" || len(host)`, "if len(host)"}},
})
