package main

import (
	"math"

	"tlsresume/impl/wire"
)

// flags are those that this shim knows, by their names without the dash and the
// prefixes (bogo-shim.md, 5). The runner skips a test that has any other.
var flags = map[string]flag{
	// The process.
	"port":         number(1, math.MaxUint16, func(s *settings) *uint16 { return &s.port }),
	"shim-id":      number(0, math.MaxUint64, func(s *settings) *uint64 { return &s.shimID }),
	"ipv6":         on(func(s *settings) *bool { return &s.ipv6 }),
	"server":       on(func(s *settings) *bool { return &s.server }),
	"resume-count": number(0, 1000, func(s *settings) *int { return &s.resumeCount }),
	"async":        on(func(s *settings) *bool { return &s.async }),

	// Certificates.
	"cert-file":  file(func(s *settings) *string { return &s.certFile }),
	"key-file":   file(func(s *settings) *string { return &s.keyFile }),
	"trust-cert": never, // no chain is built, as in the reference shim

	// Versions.
	"min-version": version(0, func(s *settings) *wire.Version { return &s.minVersion }),
	"max-version": version(wire.TLS12, func(s *settings) *wire.Version { return &s.maxVersion }),
	"no-tls1":     on(func(s *settings) *bool { return &s.noTLS10 }),
	"no-tls11":    on(func(s *settings) *bool { return &s.noTLS11 }),
	"no-tls12":    on(func(s *settings) *bool { return &s.noTLS12 }),
	"no-tls13":    noop, // there is none here

	// Suites, groups and signatures.
	"cipher":        {value: true, set: setCipher},
	"curves":        listed(func() []wire.Group { return wire.Groups }, func(s *settings) *[]wire.Group { return &s.groups }),
	"verify-prefs":  listed(func() []wire.SignatureScheme { return schemes }, func(s *settings) *[]wire.SignatureScheme { return &s.verifyPrefs }),
	"signing-prefs": listed(func() []wire.SignatureScheme { return schemes }, func(s *settings) *[]wire.SignatureScheme { return &s.signPrefs }),
	"fallback-scsv": on(func(s *settings) *bool { return &s.fallbackSCSV }),

	// Sessions.
	"no-ticket":                on(func(s *settings) *bool { return &s.noTicket }),
	"ticket-key":               {value: true, set: setTicketKey},
	"use-ticket-callback":      on(func(s *settings) *bool { return &s.ticketCallback }),
	"use-ticket-aead-callback": on(func(s *settings) *bool { return &s.aeadCallback }), // tickets are opaque: the stock key makes them
	"renew-ticket":             on(func(s *settings) *bool { return &s.renewTicket }),
	"skip-ticket":              on(func(s *settings) *bool { return &s.skipTicket }),
	"resumption-delay":         number(0, math.MaxInt32, func(s *settings) *int { return &s.resumptionDelay }),

	// Renegotiation.
	"renegotiate-once":                     mode(once),
	"renegotiate-freely":                   mode(freely),
	"renegotiate-ignore":                   mode(ignore),
	"renegotiate-explicit":                 mode(explicit),
	"forbid-renegotiation-after-handshake": mode(beforeFirst),
	"no-legacy-server-connect":             on(func(s *settings) *bool { return &s.noLegacyServer }),
	"expect-total-renegotiations":          number(0, 1000, func(s *settings) *int { return &s.expect.renegotiations }),
	"expect-secure-renegotiation":          on(func(s *settings) *bool { return &s.expect.secure }),
	"expect-no-secure-renegotiation":       on(func(s *settings) *bool { return &s.expect.insecure }),

	// Names.
	"host-name":             raw(func(s *settings) *[]byte { return &s.hostName }),
	"no-server-name-ack":    on(func(s *settings) *bool { return &s.noServerNameAck }),
	"expect-server-name":    raw(func(s *settings) *[]byte { return &s.expect.serverName }),
	"expect-no-server-name": on(func(s *settings) *bool { return &s.expect.noServerName }),

	// Application protocols.
	"advertise-alpn": {value: true, set: setProtocols},
	"select-alpn":    raw(func(s *settings) *[]byte { return &s.selectProtocol }),
	"expect-alpn":    raw(func(s *settings) *[]byte { return &s.expect.protocol }),

	// Authentication.
	"verify-peer":                    on(func(s *settings) *bool { return &s.verifyPeer }),
	"require-any-client-certificate": on(func(s *settings) *bool { return &s.requireCert }),
	"verify-fail":                    on(func(s *settings) *bool { return &s.verifyFail }),
	"use-old-client-cert-callback":   noop, // the certificate is chosen the same way
	"use-early-callback":             noop, // and so is the server's
	"expect-no-peer-cert":            on(func(s *settings) *bool { return &s.expect.noPeerCertificate }),
	"expect-verify-result":           on(func(s *settings) *bool { return &s.expect.verifyResult }),
	"expect-certificate-types":       encoded(func(s *settings) *[]byte { return &s.expect.certificateTypes }),
	"ocsp-response":                  never, // stapled only to a client that asks, by an extension that is unknown here
	"signed-cert-timestamps":         never, // likewise

	// What is expected of the handshake.
	"expect-version":                version(0, func(s *settings) *wire.Version { return &s.expect.version }),
	"expect-cipher":                 number(0, math.MaxUint16, func(s *settings) *uint16 { return &s.expect.cipher }),
	"expect-curve-id":               number(0, math.MaxUint16, func(s *settings) *wire.Group { return &s.expect.group }),
	"expect-session-miss":           on(func(s *settings) *bool { return &s.expect.sessionMiss }),
	"expect-no-session":             on(func(s *settings) *bool { return &s.expect.noSession }),
	"expect-ticket-renewal":         on(func(s *settings) *bool { return &s.expect.ticketRenewal }),
	"expect-session-id":             on(func(s *settings) *bool { return &s.expect.cached }),
	"expect-no-session-id":          on(func(s *settings) *bool { return &s.expect.notCached }),
	"expect-extended-master-secret": on(func(s *settings) *bool { return &s.expect.ems }),
	"expect-hrr":                    on(func(s *settings) *bool { return &s.expect.helloRetry }),
	"expect-no-hrr":                 noop, // TLS 1.2 has no HelloRetryRequest
	"expect-msg-callback":           raw(func(s *settings) *[]byte { return &s.expect.messages }),

	// Behind the handshake.
	"implicit-handshake":           on(func(s *settings) *bool { return &s.implicitHandshake }),
	"export-keying-material":       number(1, 1<<16, func(s *settings) *int { return &s.exportLength }),
	"export-label":                 raw(func(s *settings) *[]byte { return &s.exportLabel }),
	"export-context":               raw(func(s *settings) *[]byte { return &s.exportContext }),
	"use-export-context":           on(func(s *settings) *bool { return &s.useExportContext }),
	"tls-unique":                   on(func(s *settings) *bool { return &s.tlsUnique }),
	"send-alert":                   on(func(s *settings) *bool { return &s.sendAlert }),
	"shim-writes-first":            on(func(s *settings) *bool { return &s.writesFirst }),
	"shim-initial-write":           raw(func(s *settings) *[]byte { return &s.initialWrite }),
	"repeat-shim-initial-write":    number(0, 1000, func(s *settings) *int { return &s.repeatInitialWrite }),
	"write-different-record-sizes": on(func(s *settings) *bool { return &s.differentRecordSizes }),
	"read-size":                    number(1, 1<<20, func(s *settings) *int { return &s.readSize }),
	"shim-shuts-down":              on(func(s *settings) *bool { return &s.shutsDown }),
	"check-close-notify":           on(func(s *settings) *bool { return &s.closeAlert }),
}

// schemes are the signature schemes that are implemented.
var schemes = []wire.SignatureScheme{
	wire.RSASHA1, wire.ECDSASHA1, wire.RSASHA256, wire.ECDSASHA256,
	wire.RSASHA384, wire.ECDSASHA384, wire.RSASHA512, wire.ECDSASHA512,
}
