package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// A server that has not the host that it is asked for says so and goes on.
var _ = defect(Defect{
	Name:     "unknown-name-warned",
	Imitates: "RFC 6066 3: a warning unrecognized_name is NOT RECOMMENDED, because what clients do then is unpredictable; Java 7 aborted",
	Breaks:   []string{"RFC6066-3-NO-WARNING", "RFC6066-3-UNKNOWN-NAME"},
	KilledBy: []string{"conformance", "property/alert-levels"},
	Seams: func() script.Seams {
		return script.Seams{Config: func(_ handshake.Side, _ traces.Node, c *handshake.Config) {
			c.Hosts.Unknown = handshake.UnknownWarned
		}}
	},
})
