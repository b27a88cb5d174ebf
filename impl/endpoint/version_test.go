package endpoint_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// subsets are all ways to speak some of the versions.
func subsets() (all [][]wire.Version) {
	for bits := 1; bits < 1<<len(wire.Versions); bits++ {
		var some []wire.Version
		for i, v := range wire.Versions {
			if bits>>i&1 == 1 {
				some = append(some, v)
			}
		}
		all = append(all, some)
	}
	return all
}

// RFC 8446 4.2.1: what a client of TLS 1.3 lists counts where the policy says so, and
// then nothing else does.
func TestListedVersions(t *testing.T) {
	for _, v := range []struct {
		heeded bool
		says   wire.Version
		lists  []wire.Version
		scsv   bool
		want   wire.Version     // 0: none
		reason handshake.Reason // of that
	}{
		{false, wire.TLS12, []wire.Version{wire.TLS10}, false, wire.TLS12, handshake.None},
		{true, wire.TLS12, nil, false, wire.TLS12, handshake.None},
		{true, wire.TLS12, []wire.Version{0x1111, wire.TLS10, 0x2222}, false, wire.TLS10, handshake.None},
		{true, wire.TLS12, []wire.Version{wire.TLS10, wire.TLS11}, false, wire.TLS11, handshake.None},
		{true, wire.TLS11, []wire.Version{0x0304, wire.TLS12}, false, wire.TLS12, handshake.None},
		{true, wire.TLS12, []wire.Version{0x0304, 0x1234}, false, 0, handshake.VersionTooLow},
		{true, wire.TLS11, []wire.Version{0x0304, wire.TLS12}, true, wire.TLS12, handshake.None},
		{true, wire.TLS12, []wire.Version{wire.TLS11}, true, 0, handshake.FallbackInappropriate},
	} {
		p := newPair(t)
		everyVersion(p)
		blockCiphers(p)
		p.server.Policy.Listed = v.heeded
		client, server := p.ends()
		said := rewrite(t, wireOf(client.Do(endpoint.Start{}, p.now)), &wire.ClientHello{}, func(m *wire.ClientHello) {
			m.Version, m.SupportedVersions = v.says, v.lists
			if v.scsv {
				m.Suites = append(m.Suites, wire.FallbackSCSV)
			}
		})
		got, why := wire.Version(0), handshake.None
		answer := server.Receive(said, p.now)
		for _, f := range answer {
			if m, ok := f.(endpoint.Transmit); ok && m.Kind == wire.KindServerHello {
				got = m.Body.(*wire.ServerHello).Version
			}
		}
		if a := abort(answer); a != nil {
			why = a.Reason
		}
		if got != v.want || why != v.reason {
			t.Errorf("%+v: got %v, %q", v, got, why)
		}
	}
}

// RFC 5246 E.1: the server answers with the highest version "that is not greater
// than ClientHello.client_version"; "If the version chosen by the server is not
// supported by the client (or not acceptable), the client MUST send a
// 'protocol_version' alert message", and so does a server that supports "only
// versions greater than client_version".
func TestVersionsAreNegotiated(t *testing.T) {
	for _, mine := range subsets() {
		for _, theirs := range subsets() {
			p := newPair(t)
			p.client.Policy.Versions, p.server.Policy.Versions = mine, theirs
			client, server := p.ends()
			c, s := p.talk(client, server, nil)
			var want wire.Version
			for _, v := range theirs {
				if v <= slices.Max(mine) {
					want = max(want, v)
				}
			}
			name := fmt.Sprintf("client %v, server %v", mine, theirs)
			switch {
			case want == 0:
				if a := abort(s); a == nil || a.Reason != handshake.VersionTooLow {
					t.Errorf("%s: the server says %v", name, a)
				}
			case !slices.Contains(mine, want):
				if a := abort(c); a == nil || a.Reason != handshake.VersionNotOffered {
					t.Errorf("%s: the client says %v", name, a)
				}
			case agreement(c) == nil || agreement(s) == nil:
				t.Errorf("%s: the client says %v, the server %v", name, abort(c), abort(s))
			case agreement(c).Version != want || agreement(s).Version != want:
				t.Errorf("%s: got %s and %s, want %s", name, agreement(c).Version, agreement(s).Version, want)
			}
		}
	}
}

// TestServerAnswersWithItsNewestVersion: also to a client from the future, and
// "MUST accept any value {03,XX} as the record layer version number for
// ClientHello" (RFC 5246 E.1).
func TestServerAnswersWithItsNewestVersion(t *testing.T) {
	p := newPair(t)
	p.server.Policy.Versions = wire.Versions
	for _, x := range []struct{ client, want wire.Version }{
		{0, 0}, {0x0002, 0}, {0x0300, 0}, {wire.TLS10, wire.TLS10}, {wire.TLS11, wire.TLS11},
		{wire.TLS12, wire.TLS12}, {0x0304, wire.TLS12}, {0x03ff, wire.TLS12}, {0x0400, wire.TLS12}, {0xffff, wire.TLS12},
	} {
		for _, minor := range []byte{0, 1, 3, 4, 0xff} {
			client, server := p.ends()
			hello := rewrite(t, wireOf(client.Do(endpoint.Start{}, p.now)), &wire.ClientHello{}, func(m *wire.ClientHello) {
				m.Version = x.client
				m.Suites = []uint16{0xc009} // which every version has
			})
			hello[2] = minor
			effects := server.Receive(hello, p.now)
			if x.want == 0 {
				if a := abort(effects); a == nil || a.Reason != handshake.VersionTooLow {
					t.Errorf("%04x: got %v", uint16(x.client), a)
				}
				if b := wireOf(effects); !bytes.Equal(b[:3], []byte{21, 3, minor}) {
					t.Errorf("%04x: got an alert in a record %x, want one that the client reads", uint16(x.client), b[:3])
				}
				continue
			}
			b := wireOf(effects)
			if m := serverHello(effects); m == nil || m.Version != x.want {
				t.Errorf("%04x: got %v, want %s", uint16(x.client), m, x.want)
			} else if !bytes.Equal(b[:3], []byte{22, 3, byte(x.want)}) {
				t.Errorf("%04x: got a record %x, want it of %s", uint16(x.client), b[:3], x.want)
			}
		}
	}
}

func serverHello(effects []endpoint.Effect) *wire.ServerHello {
	for _, f := range effects {
		if m, ok := f.(endpoint.Transmit); ok && m.Kind == wire.KindServerHello {
			return m.Body.(*wire.ServerHello)
		}
	}
	return nil
}

// TestSuitesOfTheVersion: RFC 5288 4, the suites of TLS 1.2 are neither offered nor
// chosen nor taken below it. signature_algorithms goes with them (RFC 5246
// 7.4.1.4.1).
func TestSuitesOfTheVersion(t *testing.T) {
	for _, v := range wire.Versions {
		p := newPair(t)
		p.client.Policy.Versions = []wire.Version{v}
		p.client.Policy.Suites = wire.Suites
		p.client.PSKs = []handshake.PSK{alice} // without any, those of PSK are not offered
		client, _ := p.ends()
		hello := client.Do(endpoint.Start{}, p.now)[0].(endpoint.Transmit).Body.(*wire.ClientHello)
		var want []uint16
		for _, s := range wire.Suites {
			if v == wire.TLS12 || s.Cipher.MAC() != 0 && s.Cipher.MAC().Size() == 20 {
				want = append(want, s.ID)
			}
		}
		if !slices.Equal(hello.Suites, append(want, wire.EmptyRenegotiationInfoSCSV)) {
			t.Errorf("%s: got suites %x", v, hello.Suites)
		}
		if got := hello.SignatureAlgorithms != nil; got != (v == wire.TLS12) {
			t.Errorf("%s: got signature algorithms %x", v, hello.SignatureAlgorithms)
		}
	}

	p := newPair(t)
	p.server.Policy.Versions, p.client.Policy.Versions = wire.Versions, wire.Versions
	lower := func(m *wire.ClientHello) { m.Version = wire.TLS11; m.Suites = []uint16{0xc02b} }
	client, server := p.ends()
	s := server.Receive(rewrite(t, wireOf(client.Do(endpoint.Start{}, p.now)), &wire.ClientHello{}, lower), p.now)
	if a := abort(s); a == nil || a.Reason != handshake.NoSharedSuite {
		t.Errorf("got %v for GCM in TLS 1.1", a)
	}
	client, server = p.ends()
	flight := wireOf(server.Receive(wireOf(client.Do(endpoint.Start{}, p.now)), p.now))
	flight = rewrite(t, flight, &wire.ServerHello{}, func(m *wire.ServerHello) { m.Version = wire.TLS11 })
	if a := abort(client.Receive(flight, p.now)); a == nil || a.Reason != handshake.SuiteOfLaterVersion {
		t.Errorf("got %v for a ServerHello of 1.1 with GCM", a)
	}
}

// RFC 8446 4.1.3: the random of a server that could do TLS 1.2 tells a client that
// could, too, that somebody lowered the version of its hello. Who speaks nothing
// newer sets and asks nothing.
func TestLoweredVersionIsNoticed(t *testing.T) {
	for _, v := range []struct {
		client, server []wire.Version
		check          bool
		noticed        bool
	}{
		{wire.Versions, wire.Versions, true, true},
		{wire.Versions, wire.Versions, false, false},
		{wire.Versions, wire.Versions[1:], true, false},
		{wire.Versions[1:], wire.Versions, true, false},
	} {
		for _, lowered := range wire.Versions[1:] {
			p := newPair(t)
			p.client.Policy.Versions, p.server.Policy.Versions = v.client, v.server
			p.client.Policy.Sentinel = v.check
			client, server := p.ends()
			hello := rewrite(t, wireOf(client.Do(endpoint.Start{}, p.now)), &wire.ClientHello{}, func(m *wire.ClientHello) {
				m.Version = lowered
				m.Suites = []uint16{0xc009}
			})
			s := server.Receive(hello, p.now)
			random := serverHello(s).Random
			if got, want := string(random[24:]) == "DOWNGRD\x00", v.server[0] == wire.TLS12; got != want {
				t.Errorf("%v to %s: got a random that ends in %x", v.server, lowered, random[24:])
			}
			a := abort(client.Receive(wireOf(s), p.now))
			if noticed := a != nil && a.Reason == handshake.Downgraded; noticed != v.noticed {
				t.Errorf("client %v, server %v, lowered to %s: got %v", v.client, v.server, lowered, a)
			}
		}
	}
}

// RFC 7507: a client that falls back says so, and a server that could do more
// refuses it.
func TestFallbackIsRefusedWhereItIsInappropriate(t *testing.T) {
	for _, mine := range subsets() {
		for _, theirs := range subsets() {
			p := newPair(t)
			p.client.Policy.Versions, p.server.Policy.Versions = mine, theirs
			p.client.Policy.Fallback = true
			client, server := p.ends()
			c, s := p.talk(client, server, nil)
			hello := c[0].(endpoint.Transmit).Body.(*wire.ClientHello)
			if hello.Suites[len(hello.Suites)-1] != wire.FallbackSCSV {
				t.Fatalf("got suites %x, want the signal at their end", hello.Suites)
			}
			had := slices.Min(theirs) <= slices.Max(mine)
			want := had && slices.Max(theirs) > slices.Max(mine)
			a := abort(s)
			if got := a != nil && a.Reason == handshake.FallbackInappropriate; got != want {
				t.Errorf("client %v, server %v: got %v", mine, theirs, a)
			}
			if n, _ := lastAlert(c); want && n != (endpoint.Notice{Level: wire.Fatal, Alert: wire.InappropriateFallback}) {
				t.Errorf("client %v, server %v: the client took %v", mine, theirs, n)
			}
		}
	}
}

// A session is of its version: a server that has come to choose another makes a
// full handshake, and a client does not follow one that resumes it in another.
func TestSessionsKeepTheirVersion(t *testing.T) {
	for _, tickets := range []bool{true, false} {
		for _, made := range wire.Versions {
			for _, now := range wire.Versions {
				for _, native := range []bool{true, false} {
					p := newPair(t)
					p.server.Policy.Tickets = tickets
					p.client.Policy.Versions, p.server.Policy.Versions = wire.Versions, []wire.Version{made}
					p.client.Policy.Native = native
					p.connect()
					p.server.Policy.Versions = wire.Versions[slices.Index(wire.Versions, now):]
					a := p.connect()
					want, resumed := now, now == made
					if native && made < now { // RFC 5246 E.1: the hello was of the session's version
						want, resumed = made, true
					}
					if a.Version != want || a.By != handshake.ByNothing != resumed {
						t.Errorf("tickets %t, native %t, session of %s, server of %s: got %v", tickets, native, made, now, a)
					}
				}
			}
		}
	}
}

// What a client no longer speaks it does not offer.
func TestSessionOfAVersionThatIsOffIsNotOffered(t *testing.T) {
	p := newPair(t)
	p.client.Policy.Versions, p.server.Policy.Versions = wire.Versions, []wire.Version{wire.TLS10}
	p.connect()
	p.client.Policy.Versions, p.server.Policy.Versions = wire.Versions[:2], wire.Versions
	client, _ := p.ends()
	hello := client.Do(endpoint.Start{}, p.now)[0].(endpoint.Transmit).Body.(*wire.ClientHello)
	if len(hello.Ticket) > 0 || hello.Version != wire.TLS12 {
		t.Errorf("got a hello of %s with a ticket of %d bytes", hello.Version, len(hello.Ticket))
	}
}

// RFC 5246 7.4.1.3: server_version is not above what the client suggested, even where
// the client could do it.
func TestVersionAboveTheHelloIsRefused(t *testing.T) {
	p := newPair(t)
	p.client.Policy.Versions, p.server.Policy.Versions = wire.Versions, []wire.Version{wire.TLS10}
	p.connect()
	client, server := p.ends() // which offers the session in its version
	flight := wireOf(server.Receive(wireOf(client.Do(endpoint.Start{}, p.now)), p.now))
	flight = rewrite(t, flight, &wire.ServerHello{}, func(m *wire.ServerHello) { m.Version = wire.TLS11 })
	if a := abort(client.Receive(flight, p.now)); a == nil || a.Reason != handshake.VersionNotOffered {
		t.Errorf("got %v", a)
	}
}

func TestClientDoesNotResumeInAnotherVersion(t *testing.T) {
	for _, tickets := range []bool{true, false} {
		p := newPair(t)
		p.client.Policy.Versions, p.server.Policy.Versions = wire.Versions, []wire.Version{wire.TLS11}
		p.server.Policy.Tickets, p.client.Policy.Native = tickets, false
		p.connect()
		p.server.Policy.Versions = []wire.Version{wire.TLS10}
		p.server.Policy.MayResume = func(*session.State, *handshake.Offer) handshake.Reason { return handshake.None }
		client, server := p.ends()
		c, _ := p.talk(client, server, nil)
		if a := abort(c); a == nil || a.Reason != handshake.ResumedOtherVersion {
			t.Errorf("tickets %t: got %v", tickets, a)
		}
	}
}

// RFC 7507 4: not with a session whose version the hello states.
func TestFallbackIsNotSignalledWithASession(t *testing.T) {
	p := newPair(t)
	p.client.Policy.Versions, p.server.Policy.Versions = wire.Versions, []wire.Version{wire.TLS11}
	p.connect()
	p.client.Policy.Fallback = true
	for _, v := range []struct {
		versions []wire.Version
		native   bool
		want     bool
	}{
		{wire.Versions, true, false}, {wire.Versions, false, true}, {wire.Versions[1:], false, false}, {wire.Versions[2:], true, true},
	} {
		p.client.Policy.Versions, p.client.Policy.Native = v.versions, v.native
		client, _ := p.ends()
		hello := client.Do(endpoint.Start{}, p.now)[0].(endpoint.Transmit).Body.(*wire.ClientHello)
		if got := slices.Contains(hello.Suites, wire.FallbackSCSV); got != v.want {
			t.Errorf("%v, native %t: got the signal: %t", v.versions, v.native, got)
		}
	}
}
