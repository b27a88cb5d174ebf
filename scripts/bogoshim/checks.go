package main

import (
	"bytes"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// A check compares one thing of a handshake with what the flags expect
// (bogo-shim.md, 4a).
type check func(c *conn, i int, a *handshake.Agreement) error

var checks = []check{
	checkVersion, checkCipher, checkResumption, checkSession, checkCache,
	checkGroup, checkNames, checkEMS, checkSecure, checkProtocol,
	checkPeer, checkVerdict, checkCertificateTypes, checkRetry,
}

// checkHandshake makes all checks of the handshake that connection i began with.
func (c *conn) checkHandshake(i int) error {
	for _, check := range checks {
		if err := check(c, i, &c.agreements[0]); err != nil {
			return err
		}
	}
	return nil
}

func checkVersion(c *conn, _ int, a *handshake.Agreement) error {
	if want := c.s.expect.version; want != 0 && a.Version != want {
		return expected("version", a.Version, want)
	}
	return nil
}

func checkCipher(c *conn, _ int, a *handshake.Agreement) error {
	if want := c.s.expect.cipher; want != 0 && a.Suite.ID != want {
		return expected("cipher suite", a.Suite.ID, want)
	}
	return nil
}

func checkResumption(c *conn, i int, a *handshake.Agreement) error {
	want := i > 0 && !c.s.expect.sessionMiss
	if got := a.By != handshake.ByNothing; got != want {
		return expected("resumed", got, want)
	}
	return nil
}

// checkSession: a client has a session to offer behind every full handshake, and
// behind a resumption only if it brought a ticket.
func checkSession(c *conn, _ int, a *handshake.Agreement) error {
	if c.s.server {
		return nil
	}
	want := !c.s.expect.noSession && (a.By == handshake.ByNothing || c.s.expect.ticketRenewal)
	if got := c.established() != nil; got != want {
		return expected("a new session", got, want)
	}
	return nil
}

// checkCache: a session that was sent as a ticket is not kept.
func checkCache(c *conn, i int, _ *handshake.Agreement) error {
	got := len(c.saved) > 0
	switch {
	case !c.s.server || i > 0:
		return nil
	case c.s.expect.cached && !got:
		return expected("session in the cache", got, true)
	case c.s.expect.notCached && got:
		return expected("session in the cache", got, false)
	}
	return nil
}

func checkGroup(c *conn, _ int, _ *handshake.Agreement) error {
	if want := c.s.expect.group; want != 0 && c.peer.group != want {
		return expected("group", c.peer.group, want)
	}
	return nil
}

func checkProtocol(c *conn, _ int, a *handshake.Agreement) error {
	want := c.s.expect.protocol
	if c.s.server {
		want = c.s.selectProtocol
	}
	if a.Protocol != string(want) {
		return expected("application protocol", a.Protocol, string(want))
	}
	return nil
}

func checkNames(c *conn, _ int, _ *handshake.Agreement) error { return c.checkServerName() }

// checkServerName is made when the ClientHello is read, and again at the end.
func (c *conn) checkServerName() error {
	if !c.s.server {
		return nil
	}
	got, want := c.hello.ServerName, c.s.expect.serverName
	switch {
	case want != nil && got != string(want):
		return expected("server_name", got, string(want))
	case c.s.expect.noServerName && got != "":
		return expected("server_name", got, "none")
	}
	return nil
}

func checkEMS(c *conn, _ int, a *handshake.Agreement) error {
	if c.s.expect.ems && !a.EMS {
		return expected("extended master secret", a.EMS, true)
	}
	return nil
}

func checkSecure(c *conn, _ int, a *handshake.Agreement) error {
	if got := a.SecureRenegotiation; c.s.expect.secure && !got || c.s.expect.insecure && got {
		return expected("secure renegotiation", got, !got)
	}
	return nil
}

// checkPeer: who is known, also of a session that is resumed.
func checkPeer(c *conn, _ int, a *handshake.Agreement) error {
	got, want := len(a.Chain) > 0, !c.s.server || c.s.requireCert
	switch {
	case c.s.expect.noPeerCertificate && got:
		return expected("peer certificate", got, false)
	case !c.s.expect.noPeerCertificate && want && !got:
		return expected("peer certificate", got, true)
	}
	return nil
}

// checkVerdict: where nothing was to be verified nothing has failed.
func checkVerdict(c *conn, _ int, _ *handshake.Agreement) error {
	if got, want := c.peer.failed, c.s.verifyFail; c.s.expect.verifyResult && got != want {
		return expected("verification failed", got, want)
	}
	return nil
}

func checkCertificateTypes(c *conn, _ int, _ *handshake.Agreement) error {
	want := c.s.expect.certificateTypes
	if want == nil {
		return nil
	}
	var got []byte
	if c.asked != nil {
		got = c.asked.Types
	}
	if !bytes.Equal(got, want) {
		return expected("certificate types", got, want)
	}
	return nil
}

// checkRetry: TLS 1.2 has no HelloRetryRequest.
func checkRetry(c *conn, _ int, _ *handshake.Agreement) error {
	if c.s.expect.helloRetry {
		return expected("HelloRetryRequest", false, true)
	}
	return nil
}

// checkEnd is made when everything else is over (bogo-shim.md, 4b).
func (c *conn) checkEnd() error {
	if got, want := max(len(c.agreements)-1, 0), c.s.expect.renegotiations; got != want {
		return expected("renegotiations", got, want)
	}
	if err := c.checkRenegotiations(); err != nil {
		return err
	}
	if want := c.s.expect.messages; want != nil && !bytes.Equal(c.messages, want) {
		return expected("messages", string(c.messages), string(want))
	}
	return nil
}

// established is the session that a client got, or nil. Only a first handshake
// makes one.
func (c *conn) established() *session.ClientSession {
	for _, s := range c.saved {
		if s.Session != nil {
			return s.Session
		}
	}
	return nil
}

// checkRenegotiations: none resumes, makes a session or changes who the peer is.
func (c *conn) checkRenegotiations() error {
	if len(c.agreements) < 2 {
		return nil
	}
	if got := len(c.saved); got > c.savedFirst {
		return expected("sessions of renegotiations", got-c.savedFirst, 0)
	}
	first := c.agreements[0]
	for _, a := range c.agreements[1:] {
		switch {
		case a.By != handshake.ByNothing:
			return expected("a renegotiation resumed by", a.By, handshake.ByNothing)
		case len(a.Chain) > 0 && len(first.Chain) > 0 && !bytes.Equal(a.Chain[0], first.Chain[0]):
			return expected("the peer of a renegotiation", "another", "the first")
		}
	}
	return nil
}
