package handshake

import (
	"bytes"
	"fmt"
	"hash"
	"slices"

	"tlsresume/impl/prf"
	"tlsresume/impl/wire"
)

// newest is the highest version of a policy.
func (p *Policy) newest() wire.Version { return slices.Max(p.Versions) }

// answering is what a server answers to a client's version: RFC 5246 E.1, "the
// highest version supported by the server that is not greater than
// ClientHello.client_version". It gives 0 where there is none. The
// supported_versions of a client of TLS 1.3 do not count: they are for servers
// that know the extension (RFC 8446 4.2.1), which Policy.Listed makes of a server.
func (p *Policy) answering(client wire.Version) (v wire.Version) {
	for _, mine := range p.Versions {
		if mine <= client {
			v = max(v, mine)
		}
	}
	return v
}

// newestOf is the highest version that both ends list, or 0. RFC 8446 4.2.1: servers
// "MUST NOT use the ClientHello.legacy_version value for version negotiation".
func (p *Policy) newestOf(listed []wire.Version) (v wire.Version) {
	for _, mine := range p.Versions {
		if slices.Contains(listed, mine) {
			v = max(v, mine)
		}
	}
	return v
}

// chooseVersion settles the version of a server that has its ClientHello.
//
// RFC 7507 3: "If TLS_FALLBACK_SCSV appears in ClientHello.cipher_suites and the
// highest protocol version supported by the server is higher than the version
// indicated in ClientHello.client_version, the server MUST respond with a fatal
// inappropriate_fallback alert", unless that version is not had at all.
func (h *Handshake) chooseVersion() error {
	said := h.hello.Version
	if h.version = h.policy.answering(said); h.policy.Listed && h.hello.SupportedVersions != nil {
		h.version = h.policy.newestOf(h.hello.SupportedVersions)
		said = h.version
	}
	if h.prior != nil && h.prior.Version <= h.hello.Version {
		h.version = h.prior.Version // a renegotiation changes it neither up nor down
	}
	switch {
	case h.version == 0:
		return because(VersionTooLow, fmt.Errorf("%s", h.hello.Version))
	case said < h.policy.newest() && slices.Contains(h.hello.Suites, wire.FallbackSCSV):
		return because(FallbackInappropriate, fmt.Errorf("%s", h.hello.Version))
	}
	return nil
}

// offeredVersion is what a client says: its newest version, or that of the session
// it offers. RFC 5246 E.1: "Whenever a client already knows the highest protocol
// version known to a server (for example, when resuming a session), it SHOULD
// initiate the connection in that native protocol."
func (h *Handshake) offeredVersion() wire.Version {
	if h.prior != nil {
		return h.prior.offered
	}
	if h.policy.Native && h.offered != nil {
		return h.offered.Version
	}
	return h.policy.newest()
}

// fallsBack reports whether the hello says that an attempt with a newer version
// came before it. RFC 7507 4: not "when a client intends to resume a session and
// sets ClientHello.client_version to the protocol version negotiated for that
// session".
func (h *Handshake) fallsBack() bool {
	return h.policy.Fallback && (h.offered == nil || h.hello.Version != h.offered.Version)
}

// checkVersion refuses, at a client, a version that its hello did not offer, and
// one to which somebody else brought the two ends down.
func (h *Handshake) checkVersion() error {
	v := h.answer.Version
	switch {
	case v > h.hello.Version || !slices.Contains(h.policy.Versions, v): // RFC 5246 E.1
		return because(VersionNotOffered, fmt.Errorf("%s", v))
	case h.policy.Sentinel && h.hello.Version >= wire.TLS12 && v < wire.TLS12 && bytes.HasSuffix(h.answer.Random[:], sentinel):
		return because(Downgraded, fmt.Errorf("%s", v))
	}
	return nil
}

// sentinel ends the random of a server that could do TLS 1.2 and answers with
// less. RFC 8446 4.1.3: "TLS 1.2 servers SHOULD" set it, and "TLS 1.2 clients
// SHOULD also check" for it "if the ServerHello indicates TLS 1.1 or below". The
// random is under the server's signature, so that who lowers the version of a
// ClientHello is found out.
var sentinel = []byte("DOWNGRD\x00")

// setSentinel marks the random of the ServerHello.
func (h *Handshake) setSentinel() {
	if h.policy.Sentinel && h.version < wire.TLS12 && h.policy.newest() >= wire.TLS12 {
		copy(h.answer.Random[len(h.answer.Random)-len(sentinel):], sentinel)
	}
}

// derivation gives the PRF and the hash of the transcript. Before TLS 1.2 no suite
// has a say in them (RFC 4346 5).
func derivation(v wire.Version, suite *wire.Suite) (prf.PRF, hash.Hash) {
	if v < wire.TLS12 {
		return prf.TLS10(), prf.NewMD5SHA1()
	}
	return prf.TLS12(suite.Hash), suite.Hash.New()
}
