package main

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// config is what a connection with these settings shakes hands with.
func (st *stack) config(s *settings, c *conn) (*handshake.Config, error) {
	credentials, err := s.credentials()
	if err != nil {
		return nil, err
	}
	cfg := &handshake.Config{Policy: s.policy(), Rand: rand.Reader}
	if !s.server {
		cfg.ServerName, cfg.Session, cfg.Credentials = string(s.hostName), st.session, credentials
		cfg.Verify = func([][]byte, string) (string, error) { return "", c.verify() }
		return cfg, nil
	}
	cfg.Sealer, cfg.Lookup = st.sealer, st.cache.Get
	if s.skipTicket && (s.ticketCallback || s.aeadCallback) {
		cfg.Sealer = noSealer{st.sealer}
	}
	cfg.Hosts = handshake.OneHost(credentials...)
	cfg.Hosts.Default.Clients = handshake.ClientAuth{
		Demand: s.demand(), Recheck: handshake.AsItWas, // the result is kept with the session
		Verify: func([][]byte, time.Time) (string, error) { return "", c.verify() },
	}
	return cfg, nil
}

func (s *settings) demand() handshake.Demand {
	switch {
	case s.requireCert:
		return handshake.Required
	case s.verifyPeer:
		return handshake.Asked
	}
	return handshake.NotAsked
}

// verify is the verification of a peer: like the reference shim's callback it looks
// at nothing. A failure ends the handshake where the flags ask for verification,
// and is put on record elsewhere.
func (c *conn) verify() error {
	c.peer.failed = c.s.verifyFail
	if c.s.verifyFail && (c.s.verifyPeer || c.s.requireCert) {
		return errRefused
	}
	return nil
}

var errRefused = errors.New("-verify-fail")

// policy is what the flags make of the stock policy.
func (s *settings) policy() handshake.Policy {
	p := handshake.DefaultPolicy()
	p.Versions = s.versions()
	p.Listed = true
	p.Fallback = s.fallbackSCSV
	p.Native = false // BoringSSL's client states its newest version, with a session too
	p.Suites = given(s.suites, boringSuites())
	p.Groups = given(s.groups, p.Groups)
	p.Schemes = given(s.verifyPrefs, p.Schemes)
	p.Signing = s.signPrefs
	p.AcknowledgeName = !s.noServerNameAck
	p.Lifetime = lifetime
	p.Tickets = !s.noTicket
	p.Renew = s.ticketCallback && s.renewTicket
	p.Protocols = s.protocols
	if s.selectProtocol != nil {
		p.Protocols = []string{string(s.selectProtocol)}
		p.ChooseProtocol = func(own, _ []string) (string, handshake.Reason) { return own[0], handshake.None }
	}
	p.MayOffer = mayOffer
	p.MayResume = handshake.SuiteFirst
	p.OwnOrder = s.suites != nil
	p.ByExtension = true // as BoringSSL's client signals RFC 5746
	p.Renegotiation, p.Legacy = handshake.RefusingFatally, handshake.LegacyRenegotiates
	if !s.server { // which never renegotiates
		p.Renegotiation = renegotiations[s.renegotiation]
		if s.noLegacyServer {
			p.Legacy = handshake.LegacyRefused
		}
	}
	p.Strict = handshake.Strict{HelloRequest: true, Flights: true, Messages: true, Behind: true, Closing: true, Levels: true}
	p.Alerts = handshake.BoringSSLAlerts
	return p
}

// renegotiations are the modes of the flags. Who refuses is fatal about it, or the
// runner would not see it.
var renegotiations = map[renegotiation]handshake.Renegotiation{
	refuse:      handshake.RefusingFatally,
	once:        handshake.UpTo(1, handshake.RefuseFatally),
	freely:      handshake.Freely,
	ignore:      handshake.Ignoring,
	explicit:    handshake.Explicitly,
	beforeFirst: handshake.UpTo(0, handshake.RefuseFatally),
}

// versions are those within the bounds that no flag turns off: all three are on
// by default (bogo-shim.md, 5).
func (s *settings) versions() []wire.Version {
	off := map[wire.Version]bool{wire.TLS10: s.noTLS10, wire.TLS11: s.noTLS11, wire.TLS12: s.noTLS12}
	var on []wire.Version
	for _, v := range []wire.Version{wire.TLS10, wire.TLS11, wire.TLS12} {
		if s.minVersion <= v && v <= s.maxVersion && !off[v] {
			on = append(on, v)
		}
	}
	return on
}

// given is what the flags list, or else the stock.
func given[T any](a, b []T) []T {
	if a != nil {
		return a
	}
	return b
}

// credentials are the chain with its key, if there are any.
func (s *settings) credentials() ([]*handshake.Credential, error) {
	if s.certFile == "" || s.keyFile == "" {
		return nil, nil
	}
	chain, err := load(s.certFile, "CERTIFICATE")
	if err != nil {
		return nil, err
	}
	keys, err := load(s.keyFile, "PRIVATE KEY")
	if err != nil {
		return nil, err
	}
	key, err := x509.ParsePKCS8PrivateKey(keys[0])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.keyFile, err)
	}
	switch key := key.(type) {
	case *rsa.PrivateKey:
		return []*handshake.Credential{{Chain: chain, Key: key}}, nil
	case *ecdsa.PrivateKey:
		return []*handshake.Credential{{Chain: chain, Key: key}}, nil
	}
	return nil, unimplemented("%s: a key of another kind than RSA and ECDSA", s.keyFile)
}

// load reads the blocks of a PEM file, of which there is one at least.
func load(path, kind string) ([][]byte, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var all [][]byte
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == kind {
			all = append(all, block.Bytes)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s: got no %s in PEM", path, kind)
	}
	return all, nil
}

// mayOffer: the session of the last connection is offered (bogo-shim.md, 2), whatever
// name it was made for, and also without the extended master secret, which RFC 7627
// 5.3 has as a SHOULD NOT.
func mayOffer(s *session.ClientSession, p *handshake.Policy, _ string, now time.Time) handshake.Reason {
	reason := handshake.MayOffer(s, p, s.ServerName, now)
	if reason == handshake.LegacySessionEMSHello {
		return handshake.None
	}
	return reason
}
