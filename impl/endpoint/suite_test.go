package endpoint_test

import (
	"slices"
	"testing"

	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// reversed is the client's list of suites, turned around.
func reversed(m *wire.ClientHello) { slices.Reverse(m.Suites) }

// RFC 5246 7.4.1.2 has the client's preference first; a server may have its own.
func TestWhoseSuiteIsPreferred(t *testing.T) {
	for _, own := range []bool{false, true} {
		p := newPair(t)
		p.server.Policy.OwnOrder = own
		straight, turned := p.answer(t, func(*wire.ClientHello) {}).Suite, p.answer(t, reversed).Suite
		if same := straight == turned; same != own {
			t.Errorf("own order %t: got %#04x, and %#04x of a list turned around", own, straight, turned)
		}
	}
}

// A session lives on with its suite (RFC 5246 7.4.1.3), unless the server's
// policy has the choice of the suite come first.
func TestSuiteFirst(t *testing.T) {
	for _, first := range []bool{false, true} {
		p := newPair(t)
		p.client.Policy.Tickets = false
		if first {
			p.server.Policy.MayResume = handshake.SuiteFirst
		}
		suite := p.connect().Suite.ID
		if got := p.answer(t, func(*wire.ClientHello) {}); len(got.SessionID) == 0 || got.Suite != suite || !slices.Equal(got.SessionID, p.kept.ID) {
			t.Errorf("suite first %t: not resumed where the choice is the session's suite", first)
		}
		got := p.answer(t, reversed)
		if resumed := slices.Equal(got.SessionID, p.kept.ID); resumed == first || resumed != (got.Suite == suite) {
			t.Errorf("suite first %t: another choice resumed %t with suite %#04x of a session with %#04x", first, resumed, got.Suite, suite)
		}
	}
}
