package defect

// A server acknowledges the name by an empty list of names.
var _ = defect(Defect{
	Name:     "sni-ack-not-empty",
	Imitates: "RFC 6066 3: the extension_data of the server_name in a ServerHello SHALL be empty",
	Breaks:   []string{"RFC6066-3-SH-SNI-EMPTY", "RFC4366-3.1-SH-SNI-EMPTY"},
	KilledBy: []string{"conformance"},
	Edits: []Edit{{
		"impl/wire/ext_server_name.go",
		"encode:  func(*ServerHello, *cryptobyte.Builder) {},",
		"encode:  func(_ *ServerHello, b *cryptobyte.Builder) { b.AddUint16(0) },",
	}},
})
