package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// The server takes a client's certificate without the proof that the client has its key.
var _ = defect(Defect{
	Name:     "skip-certificate-verify",
	Imitates: "CVE-2015-0205, OpenSSL: a client is authenticated without CertificateVerify",
	Breaks:   []string{"RFC5246-7.3-CERT-REPLY", "RFC5246-7.4-ORDER"},
	KilledBy: []string{"conformance", "model", "property/auth-carried", "property/peer-took-part"},
	Policy:   ofServer(inPlans(needing(handshake.Client, wire.KindCertificateVerify, optional))),
})
