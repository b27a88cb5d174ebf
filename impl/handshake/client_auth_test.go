package handshake

import (
	"testing"

	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// A session is resumed under the rules that it was made by or, where that is enough,
// under a weaker demand of the same rules.
func TestRulesUnderWhichASessionIsResumed(t *testing.T) {
	shown := [][]byte{{1}}
	for _, v := range []struct {
		demand          Demand
		id, made        string
		chain           [][]byte
		alike, stricter bool // what is resumed without AfterStricter, and with it
	}{
		{NotAsked, "", "", nil, true, true},
		{NotAsked, "", "", shown, false, false},
		{NotAsked, "", "request a", shown, false, true},
		{NotAsked, "", "require a", shown, false, true},
		{Asked, "a", "", nil, false, false},
		{Asked, "a", "request a", nil, true, true},
		{Asked, "a", "request b", shown, false, false},
		{Asked, "a", "require a", shown, false, true},
		{Asked, "a", "require b", shown, false, false},
		{Required, "a", "request a", shown, false, false},
		{Required, "a", "require a", shown, true, true},
	} {
		s := &session.State{ClientPolicy: v.made}
		s.Client.Certificates = v.chain
		for after, want := range map[bool]bool{false: v.alike, true: v.stricter} {
			a := &ClientAuth{Demand: v.demand, ID: v.id, AfterStricter: after}
			if got := a.suits(s); got != want {
				t.Errorf("a session of %q at a host of %q, after stricter %t: got %t", v.made, a.policy(), after, got)
			}
		}
	}
}

// RFC 5077 4 has a word for a client that has shown nothing: anonymous.
func TestWhoShowsNothingIsAnonymous(t *testing.T) {
	for _, shown := range [][][]byte{nil, {{1}}} {
		h := &Handshake{side: Client, negotiated: &negotiated{suite: wire.SuiteByID(0xc02b)}}
		if shown != nil {
			h.credential = &Credential{Chain: shown}
		}
		var s session.State
		h.bind(&s)
		if (s.Client.Auth == session.Anonymous) != (shown == nil) {
			t.Errorf("shown %x: got %v", shown, s.Client.Auth)
		}
	}
}

// RFC 5246 7.4.4: certificate_authorities<0..2^16-1>, each of them behind its length.
func TestAuthoritiesHaveRoom(t *testing.T) {
	for size, want := range map[int]bool{1<<16 - 1 - 2: true, 1<<16 - 2: false} {
		a := &ClientAuth{Authorities: [][]byte{make([]byte, size)}}
		if err := a.check(); (err == nil) != want {
			t.Errorf("a name of %d bytes: got %v", size, err)
		}
	}
}
