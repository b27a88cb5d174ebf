package defect

import (
	"slices"

	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// The server counts the signalling suite among those that it has.
var _ = defect(Defect{
	Name:     "reneg-scsv-selected",
	Imitates: "ocaml-tls before commit 0a374fe (2014): TLS_EMPTY_RENEGOTIATION_INFO_SCSV is negotiated",
	Breaks:   []string{"RFC5746-3.3-SCSV-NOT-NEGOTIABLE"},
	KilledBy: []string{"conformance", "property/suite-offered"},
	Policy: ofServer(func(p *handshake.Policy) {
		scsv := *p.Suites[0]
		scsv.ID = wire.EmptyRenegotiationInfoSCSV
		p.Suites = append(slices.Clone(p.Suites), &scsv)
	}),
})
