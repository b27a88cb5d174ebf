package handshake

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// A ClientAuth is how a host wants its clients to prove who they are.
type ClientAuth struct {
	Demand Demand

	// Later is the demand of a renegotiation, where it is more: for a server that
	// learns what its client wants before it asks who it is.
	Later Demand

	// ID names the rules by which clients are judged: where it changes, sessions
	// are not resumed.
	ID string

	// AfterStricter resumes what was made under a stricter demand, too: the client has
	// proved more than it must now.
	AfterStricter bool

	// Authorities are the distinguished names, DER, that a CertificateRequest
	// suggests; none: any.
	Authorities [][]byte

	// Verify judges the client's chain and names the client that it proves. The
	// errors of crypto/x509, and ErrRevoked, ErrDenied and ErrUnknown, have alerts
	// of their own.
	Verify func(chain [][]byte, now time.Time) (peer string, err error)

	// Recheck judges the certificate of a session that is to be resumed; nil:
	// VerifiedAgain.
	Recheck Recheck
}

// A Demand says whether a host asks its clients for a certificate.
type Demand uint8

// The demands.
const (
	NotAsked Demand = iota
	Asked           // the host is content with clients that have none
	Required        // RFC 5246 7.4.6: without one the handshake fails
)

// Demands are the demands by their names.
var Demands = map[string]Demand{"none": NotAsked, "request": Asked, "require": Required}

// demand is what this handshake asks of the client.
func (h *Handshake) demand() Demand {
	if h.prior == nil {
		return h.host.Clients.Demand
	}
	return max(h.host.Clients.Demand, h.host.Clients.Later)
}

// policy is the name that a session keeps.
func (a *ClientAuth) policy() string {
	if a.Demand == NotAsked {
		return ""
	}
	return [...]string{Asked: "request", Required: "require"}[a.Demand] + " " + a.ID
}

// A Recheck says whether a certificate that was accepted in the full handshake is
// still good enough to resume. RFC 5246 F.1.4: "If either party suspects that the
// session may have been compromised, or that certificates may have expired or
// been revoked, it should force a full handshake."
type Recheck func(auth *ClientAuth, chain [][]byte, now time.Time) bool

// VerifiedAgain asks the verifier again, whose authorities may have changed
// (CVE-2025-68121).
func VerifiedAgain(auth *ClientAuth, chain [][]byte, now time.Time) bool {
	_, err := auth.Verify(chain, now)
	return err == nil
}

// Unexpired looks at the dates of the client's own certificate alone.
func Unexpired(_ *ClientAuth, chain [][]byte, now time.Time) bool {
	leaf, err := x509.ParseCertificate(chain[0])
	return err == nil && !now.Before(leaf.NotBefore) && !now.After(leaf.NotAfter)
}

// AsItWas trusts the verification of the full handshake for as long as the session
// lives.
func AsItWas(*ClientAuth, [][]byte, time.Time) bool { return true }

// mayResume speaks for the host: nobody gets by resuming what a full handshake
// would not give.
func (a *ClientAuth) mayResume(s *session.State, now time.Time) Reason {
	chain := s.Client.Certificates
	recheck := a.Recheck
	if recheck == nil {
		recheck = VerifiedAgain
	}
	switch {
	case a.Demand == Required && len(chain) == 0:
		return SessionLacksCertificate
	case !a.suits(s):
		return SessionOfOtherClientAuth
	case len(chain) > 0 && !recheck(a, chain, now):
		return SessionCertificateStale
	}
	return None
}

// suits reports whether a session was made under the rules of the host, or under
// stricter ones where that is enough.
func (a *ClientAuth) suits(s *session.State) bool {
	if a.policy() == s.ClientPolicy {
		return a.Demand != NotAsked || len(s.Client.Certificates) == 0
	}
	word, id, _ := strings.Cut(s.ClientPolicy, " ")
	return a.AfterStricter && Demands[word] > a.Demand && (a.Demand == NotAsked || id == a.ID)
}

// maxAuthorities is what certificate_authorities has room for, in bytes.
const maxAuthorities = 1<<16 - 1

func (a *ClientAuth) check() error {
	size := 0
	for _, name := range a.Authorities {
		if size += 2 + len(name); len(name) == 0 || size > maxAuthorities {
			return fmt.Errorf("got authorities of %d bytes or more, want names that are not empty, and no more than %d bytes", size, maxAuthorities)
		}
	}
	switch {
	case max(a.Demand, a.Later) > Required:
		return fmt.Errorf("got client authentication %v and later %v, want what is known", a.Demand, a.Later)
	case max(a.Demand, a.Later) != NotAsked && a.Verify == nil:
		return errors.New("got no way to verify the certificates that clients are asked for")
	}
	return nil
}

func (c *Config) checkClient() error {
	for _, credential := range c.Credentials {
		if err := credential.check(); err != nil {
			return err
		}
	}
	without := func(s *wire.Suite) bool { return s == nil || s.KX != wire.PSK }
	if len(c.PSKs) == 0 && len(c.Policy.Suites) > 0 && !slices.ContainsFunc(c.Policy.Suites, without) {
		return errors.New("got no pre-shared key, and suites that need one")
	}
	for _, k := range c.PSKs {
		if err := k.check(); err != nil {
			return err
		}
	}
	return checkServerName(c.ServerName)
}

// authenticates reports whether a client that offers a session speaks for itself:
// one with the certificate or the PSK identity that the session was made with, or one
// without, for a session without. CVE-2016-5420 is a client that spoke for another.
func (c *Config) authenticates(s *session.ClientSession) bool {
	if !c.has(&s.State) {
		return false
	}
	return len(s.Client.Certificates) == 0 || slices.ContainsFunc(c.Credentials, func(own *Credential) bool {
		return bytes.Equal(own.Chain[0], s.Client.Certificates[0])
	})
}

// bind adds to a new session whom it connects.
func (h *Handshake) bind(s *session.State) {
	shown := h.chain
	if h.side == Server {
		s.VirtualHost, s.ClientPolicy, s.ClientName = h.host.ID, h.host.Clients.policy(), h.peer
	} else {
		shown = h.ownChain()
	}
	switch {
	case h.negotiated.suite.KX == wire.PSK:
		s.Client = session.Identity{Auth: session.PSK, PSKIdentity: h.identity}
	case len(shown) > 0:
		s.Client = session.Identity{Auth: session.CertificateBased, Certificates: shown}
	}
}

// ownChain is what this end shows.
func (h *Handshake) ownChain() [][]byte {
	if h.credential == nil {
		return nil
	}
	return h.credential.Chain
}

// shown reports whether the client shows a certificate.
func (h *Handshake) shown() bool {
	if h.side == Client {
		return h.credential != nil
	}
	return len(h.chain) > 0
}

// makeCertificateRequest asks for what this end can verify (RFC 5246 7.4.4).
func (h *Handshake) makeCertificateRequest() (wire.Body, error) {
	h.request = wire.CertificateRequest{
		Schemes: h.policy.Schemes, Authorities: h.host.Clients.Authorities, Old: h.version < wire.TLS12,
	}
	for _, key := range []wire.KeyType{wire.KeyRSA, wire.KeyECDSA} {
		of := func(s wire.SignatureScheme) bool { return hashOf(s, key) != 0 }
		if h.version < wire.TLS12 || slices.ContainsFunc(h.policy.Schemes, of) {
			h.request.Types = append(h.request.Types, key.CertificateType())
		}
	}
	return &h.request, nil
}

func (h *Handshake) takeCertificateRequest(body []byte) (wire.Body, error) {
	m := &h.request
	m.Old = h.negotiated.version < wire.TLS12
	if err := m.Decode(bytes.Clone(body)); err != nil {
		return nil, err
	}
	h.asked = true
	if i := slices.IndexFunc(h.cfg.Credentials, h.answers); i >= 0 {
		h.credential = h.cfg.Credentials[i]
	} else {
		h.transcript.release()
	}
	return m, nil
}

// answers reports whether a credential is what the server asks for. RFC 5246
// 7.4.6: an "end-entity certificate's public key" compatible with the types, "a
// key that is usable with some hash/signature algorithm pair", and one of the
// certificates "issued by one of the listed CAs".
func (h *Handshake) answers(c *Credential) bool {
	_, scheme := h.policy.chooseScheme(h.negotiated.version, h.request.Schemes, c.Type())
	return scheme && slices.Contains(h.request.Types, c.Type().CertificateType()) && c.issuedBy(h.request.Authorities)
}

func (c *Credential) issuedBy(names [][]byte) bool {
	return len(names) == 0 || slices.ContainsFunc(c.Chain, func(der []byte) bool {
		certificate, err := x509.ParseCertificate(der)
		return err == nil && slices.ContainsFunc(names, func(name []byte) bool { return bytes.Equal(name, certificate.RawIssuer) })
	})
}

// makeClientCertificate answers a CertificateRequest. RFC 5246 7.4.6: "If no
// suitable certificate is available, the client MUST send a certificate message
// containing no certificates."
func (h *Handshake) makeClientCertificate() (wire.Body, error) {
	return &wire.Certificate{Chain: h.ownChain()}, nil
}

func (h *Handshake) takeClientCertificate(body []byte) (wire.Body, error) {
	m := new(wire.Certificate)
	if err := m.Decode(bytes.Clone(body)); err != nil {
		return nil, err
	}
	auth := &h.host.Clients
	if len(m.Chain) == 0 {
		h.transcript.release()
		if h.demand() == Required {
			return nil, because(CertificateMissing, nil)
		}
		return m, nil
	}
	h.chain = m.Chain
	leaf, err := h.leaf()
	if err != nil {
		return nil, because(CertificateUnreadable, err)
	}
	if !h.signs(leaf) {
		return nil, because(CertificateUnsupported, nil)
	}
	if h.peer, err = auth.Verify(m.Chain, h.now); err != nil {
		return nil, because(refusal(err), err)
	}
	return m, h.continues()
}

// signs reports whether a certificate can do what was asked for: a key of one of
// the types, on a curve that is had here, which the certificate lets sign (RFC 5280
// 4.2.1.3).
func (h *Handshake) signs(leaf *x509.Certificate) bool {
	kind := wire.KeyRSA
	switch key := leaf.PublicKey.(type) {
	case *rsa.PublicKey:
	case *ecdsa.PublicKey:
		if !slices.Contains(h.policy.Groups, namedCurves[key.Curve]) {
			return false
		}
		kind = wire.KeyECDSA
	default:
		return false
	}
	return slices.Contains(h.request.Types, kind.CertificateType()) &&
		(leaf.KeyUsage == 0 || leaf.KeyUsage&x509.KeyUsageDigitalSignature != 0)
}

var errNothingToProve = errors.New("this end has shown no certificate")

// makeCertificateVerify proves that the client has the key of the certificate that
// it has shown (RFC 5246 7.4.8).
func (h *Handshake) makeCertificateVerify() (wire.Body, error) {
	if h.credential == nil || h.transcript.released { // only at an end that was made to say it
		return nil, because(InternalFailure, errNothingToProve)
	}
	v := h.negotiated.version
	scheme, ok := h.policy.chooseScheme(v, h.request.Schemes, h.credential.Type())
	if !ok {
		return nil, because(InternalFailure, errNothingToProve)
	}
	signature, err := h.credential.sign(scheme, h.transcript.raw)
	if err != nil {
		return nil, because(InternalFailure, err)
	}
	return &wire.CertificateVerify{Scheme: scheme, Signature: signature, Old: v < wire.TLS12}, nil
}

func (h *Handshake) takeCertificateVerify(body []byte) (wire.Body, error) {
	v := h.negotiated.version
	m := &wire.CertificateVerify{Old: v < wire.TLS12}
	if err := m.Decode(body); err != nil {
		return nil, err
	}
	key, err := h.leafKey()
	switch {
	case err != nil:
		return nil, because(CertificateRefused, err)
	case !h.policy.takesScheme(v, m.Scheme, keyType(key)):
		return nil, because(SchemeNotOffered, nil)
	case !h.verifies(key, m.Scheme, h.transcript.raw, m.Signature):
		return nil, because(SignatureWrong, nil)
	}
	return m, nil
}

// keyType is the kind of a public key that is of RSA or ECDSA.
func keyType(key any) wire.KeyType {
	if suitsKey(key, wire.KeyRSA) {
		return wire.KeyRSA
	}
	return wire.KeyECDSA
}

func (h *Handshake) releaseTranscript() { h.transcript.release() }
