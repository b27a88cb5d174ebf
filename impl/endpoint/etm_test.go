package endpoint_test

import (
	"bytes"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// RFC 7366: both have it and the suite is of a block cipher, or it is not used; the
// session keeps it.
func TestEncryptThenMAC(t *testing.T) {
	for _, v := range []struct {
		suite                uint16
		client, server, want bool
	}{
		{0xc009, true, true, true},
		{0xc00a, true, true, true},
		{0xc009, false, true, false},
		{0xc009, true, false, false},
		{0xc02b, true, true, false},
	} {
		for _, tickets := range []bool{true, false} {
			p := newPair(t)
			p.client.Policy.Suites = []*wire.Suite{wire.SuiteByID(v.suite), wire.SuiteByID(0xc00a)}
			p.client.Policy.Tickets = tickets
			p.client.Policy.EncryptThenMAC, p.server.Policy.EncryptThenMAC = v.client, v.server
			for _, resumed := range []bool{false, true} {
				client, server := p.ends()
				c, s := p.talk(client, server, nil)
				mine, theirs := agreement(c), agreement(s)
				if mine == nil || mine.EncryptThenMAC != v.want || theirs.EncryptThenMAC != v.want {
					t.Fatalf("%+v: got %v, %v", v, mine, abort(c))
				}
				if (mine.By != handshake.ByNothing) != resumed {
					t.Errorf("%+v: resumed by %v", v, mine.By)
				}
				data := []byte("data")
				if got := received(server.Receive(wireOf(client.Do(endpoint.Write{Data: data}, p.now)), p.now)); !bytes.Equal(got, data) {
					t.Errorf("%+v: got %q", v, got)
				}
			}
		}
	}
}

// newBlockPair has a suite of a block cipher alone.
func newBlockPair(t *testing.T) *pair {
	p := newPair(t)
	p.client.Policy.Suites = []*wire.Suite{wire.SuiteByID(0xc009)}
	return p
}

// A client without a suite for it does not offer it.
func TestEncryptThenMACIsOfferedWithBlockCiphers(t *testing.T) {
	for suite, want := range map[uint16]bool{0xc009: true, 0xc02b: false} {
		p := newPair(t)
		p.client.Policy.Suites = []*wire.Suite{wire.SuiteByID(suite)}
		client, _ := p.ends()
		hello := client.Do(endpoint.Start{}, p.now)[0].(endpoint.Transmit).Body.(*wire.ClientHello)
		if hello.EncryptThenMAC != want {
			t.Errorf("%04x: offered %t, want %t", suite, hello.EncryptThenMAC, want)
		}
	}
}

// RFC 7366 3.1: a session goes up to encrypt-then-MAC nowhere here, and down from it
// nowhere at all.
func TestSessionKeepsItsMechanism(t *testing.T) {
	for _, v := range []struct {
		name         string
		first, again [2]bool // of client and server
		resumed, etm bool
	}{
		{"the client gave it up", [2]bool{true, true}, [2]bool{false, true}, false, false},
		{"the server gave it up", [2]bool{true, true}, [2]bool{true, false}, false, false},
		{"the client took it up", [2]bool{false, true}, [2]bool{true, true}, true, false},
		{"the server took it up", [2]bool{true, false}, [2]bool{true, true}, true, false},
	} {
		p := newBlockPair(t)
		p.client.Policy.EncryptThenMAC, p.server.Policy.EncryptThenMAC = v.first[0], v.first[1]
		p.connect()
		p.client.Policy.EncryptThenMAC, p.server.Policy.EncryptThenMAC = v.again[0], v.again[1]
		a := p.connect()
		if (a.By != handshake.ByNothing) != v.resumed || a.EncryptThenMAC != v.etm {
			t.Errorf("%s: got resumed by %v, encrypt-then-MAC %t", v.name, a.By, a.EncryptThenMAC)
		}
	}
}

// A client that has it off does not ask for what it could not follow.
func TestSessionWithEncryptThenMACIsNotOfferedWithoutIt(t *testing.T) {
	p := newBlockPair(t)
	p.connect()
	p.client.Policy.EncryptThenMAC = false
	client, _ := p.ends()
	hello := client.Do(endpoint.Start{}, p.now)[0].(endpoint.Transmit).Body.(*wire.ClientHello)
	if p.kept.Ticket == nil || len(hello.Ticket) != 0 {
		t.Error("the client offers the session")
	}
}

// The server looks at the session, whatever a client lets it: one that offers the
// session and not the extension gets a full handshake.
func TestSessionWithEncryptThenMACIsNotResumedWithoutIt(t *testing.T) {
	p := newBlockPair(t)
	p.client.Policy.Tickets = false
	p.connect()
	id := p.kept.ID
	if got := p.answer(t, func(*wire.ClientHello) {}); !bytes.Equal(got.SessionID, id) || !got.EncryptThenMAC {
		t.Fatalf("got session ID %x, encrypt-then-MAC %t, want it resumed", got.SessionID, got.EncryptThenMAC)
	}
	if got := p.answer(t, func(m *wire.ClientHello) { m.EncryptThenMAC = false }); bytes.Equal(got.SessionID, id) {
		t.Error("resumed a session that uses it for a hello without it")
	}
}

func TestClientRefusesWrongEncryptThenMAC(t *testing.T) {
	for _, v := range []struct {
		name   string
		suite  uint16
		resume bool
		edit   func(*wire.ServerHello)
		want   handshake.Reason
	}{
		{"no block cipher", 0xc02b, false, func(m *wire.ServerHello) { m.EncryptThenMAC = true }, handshake.ETMWithoutBlocks},
		{"taken back on resumption", 0xc009, true, func(m *wire.ServerHello) { m.EncryptThenMAC = false }, handshake.ETMSessionPlainAnswer},
	} {
		p := newPair(t)
		p.client.Policy.Marker = true
		p.client.Policy.Suites = []*wire.Suite{wire.SuiteByID(v.suite), wire.SuiteByID(0xc00a)}
		if v.resume {
			p.connect()
		}
		client, server := p.ends()
		flight := wireOf(server.Receive(wireOf(client.Do(endpoint.Start{}, p.now)), p.now))
		c := client.Receive(rewrite(t, flight, &wire.ServerHello{}, v.edit), p.now)
		if a := abort(c); a == nil || a.Reason != v.want {
			t.Errorf("%s: got %v, want %v", v.name, a, v.want)
		}
	}
}

// A server may negotiate it for each connection, as OpenSSL does: a client follows it
// up (RFC 7366 3.1, table 1).
func TestClientFollowsAServerThatTakesEncryptThenMACUp(t *testing.T) {
	p := newBlockPair(t)
	p.client.Policy.Marker, p.server.Policy.EncryptThenMAC = true, false
	p.connect()
	client, server := p.ends()
	flight := wireOf(server.Receive(wireOf(client.Do(endpoint.Start{}, p.now)), p.now))
	flight = rewrite(t, flight, &wire.ServerHello{}, func(m *wire.ServerHello) { m.EncryptThenMAC = true })
	// The server's own Finished is protected the old way: it is the record that fails.
	if a := abort(client.Receive(flight, p.now)); a == nil || a.Reason != handshake.RecordNotOpened {
		t.Errorf("got %v, want a record that does not open", a)
	}
}

// RFC 7366 3.1, table 1: a renegotiation may take it up, "in the first message that
// follows the Change Cipher Spec (CCS) message", and never goes back, "even via" a
// suite without a block cipher.
func TestEncryptThenMACAcrossRenegotiations(t *testing.T) {
	suites := map[string]uint16{"aead": 0xc02b, "plain": 0xc009, "etm": 0xc009}
	for _, v := range []struct {
		states []string
		broken bool // at the last
	}{
		{[]string{"plain", "plain", "etm", "etm"}, false},
		{[]string{"aead", "plain", "aead", "etm"}, false},
		{[]string{"etm", "aead", "etm"}, false},
		{[]string{"etm", "plain"}, true},
		{[]string{"plain", "etm", "plain"}, true},
		{[]string{"etm", "aead", "aead", "plain"}, true},
	} {
		state := func(p *pair, name string) {
			p.client.Policy.Suites = []*wire.Suite{wire.SuiteByID(suites[name])}
			p.client.Policy.EncryptThenMAC = name == "etm"
		}
		l := open(t, func(p *pair) { state(p, v.states[0]) })
		for i, name := range v.states[1:] {
			state(l.pair, name)
			if v.broken && i == len(v.states)-2 {
				l.do(handshake.Client, endpoint.Renegotiate{})
				l.aborted(t, handshake.ETMDropped)
				continue
			}
			if a := l.renegotiates(handshake.Client); a.EncryptThenMAC != (name == "etm") {
				t.Errorf("%v: got encrypt-then-MAC %t behind %s", v.states, a.EncryptThenMAC, name)
			}
		}
	}
}

// A client, too, gives up when a renegotiation would go back.
func TestClientRefusesToDropEncryptThenMAC(t *testing.T) {
	l := open(t, func(p *pair) { blockCiphers(p) })
	_, answer := bound(l)
	answer.EncryptThenMAC = false
	l.ends[0].Do(endpoint.Renegotiate{}, l.now)
	m, err := wire.Encode(answer)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "the client", l.ends[0].Receive(wireOf(l.ends[1].SendRaw(m)), l.now), handshake.ETMDropped)
}
