package endpoint_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

var (
	alice = handshake.PSK{Identity: []byte("alice"), Key: []byte("sixteen bytes 01"), Hint: []byte("a.example")}
	bob   = handshake.PSK{Identity: []byte("bob"), Key: []byte("sixteen bytes 02")}
)

// shared is a client that has a key of the server's, which has nothing else: it needs
// no certificate.
func shared(p *pair) {
	only(p, 0x00a8)
	p.client.PSKs = []handshake.PSK{alice}
	p.server.KeyOf, p.server.Hint = handshake.PSKs([]handshake.PSK{bob, alice}), []byte("a.example")
	p.server.Hosts = handshake.OneHost()
}

// both ends' agreement on a handshake that must succeed.
func (p *pair) agreements() (client, server *handshake.Agreement, sent []wire.Kind) {
	p.t.Helper()
	a, b := p.ends()
	c, s := p.talk(a, b, nil)
	if abort(c) != nil || abort(s) != nil || agreement(c) == nil || agreement(s) == nil {
		p.t.Fatalf("client %v, server %v", abort(c), abort(s))
	}
	for _, f := range append(c, s...) {
		if m, ok := f.(endpoint.Transmit); ok {
			sent = append(sent, m.Kind)
		}
	}
	return agreement(c), agreement(s), sent
}

// Every suite of PSK, in every version that has it, by ticket and by ID, with and
// without the extended master secret: both ends know the identity, now and when the
// session is resumed. RFC 4279 2: no certificate is asked for or shown.
func TestPSK(t *testing.T) {
	for _, suite := range wire.Suites {
		for _, v := range wire.Versions {
			if suite.KX != wire.PSK || suite.Cipher.Since() > v {
				continue
			}
			for by := handshake.ByID; by <= handshake.ByTicket; by++ {
				for _, ems := range []bool{false, true} {
					p := newPair(t)
					p.known(authorities[0](), "P-256")
					p.asking(handshake.Asked, authorities[0]())
					auth := p.server.Hosts.Default.Clients
					shared(p)
					p.server.Hosts.Default.Clients = auth
					only(p, suite.ID)
					speak(p, v)
					p.client.Policy.Tickets, p.client.Policy.EMS = by == handshake.ByTicket, ems
					for _, want := range []handshake.By{handshake.ByNothing, by} {
						name := fmt.Sprintf("TLS %s, %s, ems %t, by %s", v, suite.Name, ems, want)
						c, s, sent := p.agreements()
						if c.By != want || s.By != want || c.Suite != suite || c.EMS != ems || !bytes.Equal(c.Master, s.Master) {
							t.Errorf("%s: got %v and %v", name, c, s)
						}
						if string(c.PSKIdentity) != "alice" || string(s.PSKIdentity) != "alice" || c.Chain != nil || s.Chain != nil {
							t.Errorf("%s: got identities %q and %q", name, c.PSKIdentity, s.PSKIdentity)
						}
						for _, kind := range sent {
							if kind == wire.KindCertificate || kind == wire.KindCertificateRequest || kind == wire.KindCertificateVerify {
								t.Errorf("%s: got %s", name, kind)
							}
						}
					}
				}
			}
		}
	}
}

// Draft 4: ClientIdentity psk, in the ticket and in the cache, at the client too.
func TestPSKIdentityIsTheSessions(t *testing.T) {
	for _, tickets := range []bool{false, true} {
		p := newPair(t)
		shared(p)
		p.client.Policy.Tickets = tickets
		p.connect()
		state := &p.kept.State
		check := func(who string, s *session.State) {
			if s.Client.Auth != session.PSK || string(s.Client.PSKIdentity) != "alice" || s.Client.Certificates != nil {
				t.Errorf("tickets %t, %s: got a client that is %v, %q", tickets, who, s.Client.Auth, s.Client.PSKIdentity)
			}
		}
		check("client", state)
		if tickets {
			s, err := p.server.Sealer.Open(p.kept.Ticket)
			if err != nil {
				t.Fatal(err)
			}
			check("server", s)
		} else if s, ok := p.cache.Get(p.kept.ID, p.now); !ok {
			t.Error("got no session in the cache")
		} else {
			check("server", s)
		}
	}
}

// RFC 4279 2: "If no hint is provided, the ServerKeyExchange message is omitted"; an
// empty one is one. RFC 4279 5.3 wants identities of up to 128 bytes and keys of up to
// 64, and the codec has room for more.
func TestHintsAndIdentities(t *testing.T) {
	long := func(n int) []byte { return bytes.Repeat([]byte("i"), n) }
	for i, v := range []struct {
		hint []byte
		keys []handshake.PSK
		want []byte // the identity; nil: there is none for the hint
	}{
		{nil, []handshake.PSK{bob}, bob.Identity},
		{[]byte{}, []handshake.PSK{bob}, bob.Identity},
		{[]byte("whatever"), []handshake.PSK{bob}, bob.Identity},
		{[]byte("a.example"), []handshake.PSK{alice, bob}, alice.Identity},
		{[]byte("b.example"), []handshake.PSK{alice, bob}, bob.Identity},
		{nil, []handshake.PSK{alice, bob}, bob.Identity},
		{[]byte("b.example"), []handshake.PSK{alice}, nil},
		{nil, []handshake.PSK{alice}, nil},
		{long(65535), []handshake.PSK{bob}, bob.Identity},
		{nil, []handshake.PSK{{Identity: []byte{}, Key: []byte{0}}}, []byte{}},
		{nil, []handshake.PSK{{Identity: long(128), Key: long(64)}}, long(128)},
		{nil, []handshake.PSK{{Identity: []byte("\x00\xff'\n"), Key: long(65535)}}, []byte("\x00\xff'\n")},
		{nil, []handshake.PSK{{Identity: long(65535), Key: long(1)}}, long(65535)},
	} {
		p := newPair(t)
		shared(p)
		p.server.Hint, p.client.PSKs, p.server.KeyOf = v.hint, v.keys, handshake.PSKs(v.keys)
		if v.want == nil {
			if got := p.aborts(handshake.Client, nil); got != handshake.PSKMissing {
				t.Errorf("%d: got %q", i, got)
			}
			continue
		}
		c, s, sent := p.agreements()
		if !bytes.Equal(c.PSKIdentity, v.want) || !bytes.Equal(s.PSKIdentity, v.want) {
			t.Errorf("%d: got %.20q and %.20q", i, c.PSKIdentity, s.PSKIdentity)
		}
		hinted := false
		for _, kind := range sent {
			hinted = hinted || kind == wire.KindServerKeyExchange
		}
		if hinted != (v.hint != nil) {
			t.Errorf("%d: got a ServerKeyExchange %t", i, hinted)
		}
		// A session has room for an identity that its ticket has room for.
		if a := p.connect(); len(v.want) < 1<<14 && (a.By != handshake.ByTicket || !bytes.Equal(a.PSKIdentity, v.want)) {
			t.Errorf("%d: got %v of %.20q", i, a, a.PSKIdentity)
		}
	}
}

// RFC 4279 2: a server may hide that an identity is not known. Then it does as it does
// with a wrong key, to the byte.
func TestUnknownIdentities(t *testing.T) {
	carol := handshake.PSK{Identity: []byte("carol"), Key: []byte("carol's")}
	wrong := handshake.PSK{Identity: []byte("alice"), Key: []byte("carol's")}
	for _, v := range []struct {
		policy handshake.UnknownPSK
		key    handshake.PSK
		want   handshake.Reason
	}{
		{handshake.UnknownPSKTold, carol, handshake.PSKUnknown}, {handshake.UnknownPSKTold, wrong, handshake.PSKWrong},
		{handshake.UnknownPSKHidden, carol, handshake.PSKWrong}, {handshake.UnknownPSKHidden, wrong, handshake.PSKWrong},
	} {
		for _, version := range wire.Versions {
			p := newPair(t)
			shared(p)
			only(p, 0x008c)
			speak(p, version)
			p.client.PSKs, p.server.Policy.UnknownPSK = []handshake.PSK{v.key}, v.policy
			if got := p.refused(nil); got != v.want {
				t.Errorf("%s of policy %d in TLS %s: got %q, want %q", v.key, v.policy, version, got, v.want)
			}
		}
	}
}

// Behind the client's Finished a record that does not open is what it always is.
func TestWrongKeyIsOfTheHandshake(t *testing.T) {
	p := newPair(t)
	shared(p)
	client, server := p.ends()
	p.talk(client, server, nil)
	if a := abort(server.Receive(append([]byte{23, 3, 3, 0, 32}, make([]byte, 32)...), p.now)); a == nil || a.Reason != handshake.RecordNotOpened {
		t.Errorf("got %v", a)
	}
	p = newPair(t)
	shared(p)
	p.connect()
	p.server.Policy.LostPSK = true
	got := p.aborts(handshake.Server, func(from handshake.Side, b []byte) []byte {
		if from == handshake.Client && b[0] == 20 { // ChangeCipherSpec, and Finished
			b[len(b)-1] ^= 1
		}
		return b
	})
	if got != handshake.RecordNotOpened {
		t.Errorf("resumed: got %q", got)
	}
}

// A session is nobody else's: the server asks whether it still knows the client, and
// the client whether it still is who it was.
func TestSessionsOfLostIdentities(t *testing.T) {
	for _, v := range []struct {
		name string
		edit func(*pair)
		want handshake.By
		who  string
	}{
		{"as before", same, handshake.ByTicket, "alice"},
		{"another key of the same name", func(p *pair) { p.client.PSKs[0].Key = []byte{1} }, handshake.ByTicket, "alice"},
		{"the server has forgotten", forgets, handshake.ByNothing, ""},
		{"and does not mind", func(p *pair) { forgets(p); p.server.Policy.LostPSK = true }, handshake.ByTicket, "alice"},
		{"the server has no keys any more", func(p *pair) { forgets(p); p.server.KeyOf = nil }, handshake.ByNothing, ""},
		{"the client is another", func(p *pair) { p.client.PSKs = []handshake.PSK{bob} }, handshake.ByNothing, "bob"},
		{"the client is another, too", func(p *pair) { p.client.PSKs = []handshake.PSK{bob, alice} }, handshake.ByTicket, "alice"},
		{"the client has no keys any more", func(p *pair) { certified(p); p.client.PSKs = nil }, handshake.ByNothing, ""},
		{"the host wants a certificate now", func(p *pair) {
			certified(p)
			p.known(authorities[0](), "P-256")
			p.asking(handshake.Required, authorities[0]())
		}, handshake.ByNothing, ""},
	} {
		p := newPair(t)
		shared(p)
		p.connect()
		v.edit(p)
		if a := p.connect(); a.By != v.want || string(a.PSKIdentity) != v.who {
			t.Errorf("%s: got %v of %q", v.name, a, a.PSKIdentity)
		}
	}
}

// certified adds a suite with a certificate, before that with the key.
func certified(p *pair) {
	certify(p, "ecdsa")
	refusing(nil)(p)
	p.client.Policy.Suites = append([]*wire.Suite{wire.SuiteByID(0xc02b)}, p.client.Policy.Suites...)
	p.server.Policy.Suites = p.client.Policy.Suites
}

// forgets has the server know nobody by a key.
func forgets(p *pair) {
	certified(p)
	p.server.KeyOf = handshake.PSKs(nil)
}

// RFC 4279 2: a client without a key does not offer the suites, and a server that
// has none does not choose them; nor does a host that must see a certificate.
func TestSuitesOfPSKTakeAKey(t *testing.T) {
	p := newPair(t)
	shared(p)
	certified(p)
	p.client.PSKs = nil
	p.server.Policy.Suites = p.server.Policy.Suites[1:]
	if got := p.aborts(handshake.Server, nil); got != handshake.NoSharedSuite {
		t.Errorf("without a key of the client: got %q", got)
	}
	p.server.Policy.Suites = p.client.Policy.Suites
	chosen := answer(func(m *wire.ServerHello) { m.Suite = 0x00a8 })
	got := p.aborts(handshake.Client, func(from handshake.Side, b []byte) []byte { return chosen(t, from, b) })
	if got != handshake.SuiteNotOffered {
		t.Errorf("chosen all the same: got %q", got)
	}
	p = newPair(t)
	shared(p)
	certified(p)
	slices.Reverse(p.client.Policy.Suites)
	if a := p.connect(); a.Suite.KX != wire.PSK {
		t.Errorf("got %v", a)
	}
	p.kept, p.server.KeyOf = nil, nil
	if a := p.connect(); a.Suite.KX != wire.ECDHE {
		t.Errorf("without a key of the server: got %v", a)
	}
	p = newPair(t)
	shared(p)
	p.asking(handshake.Required, authorities[0]())
	if got := p.refused(nil); got != handshake.NoSharedSuite {
		t.Errorf("where a certificate must be shown: got %q", got)
	}
}

// No secret is printed.
func TestPSKPrintsNoKey(t *testing.T) {
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%q"} {
		for _, x := range []any{alice, &alice, []handshake.PSK{alice}, handshake.Config{PSKs: []handshake.PSK{alice}}} {
			s := fmt.Sprintf(verb, x)
			if strings.Contains(s, "sixteen") || strings.Contains(s, fmt.Sprintf("%x", "sixteen")) {
				t.Errorf("%s of %T: got %s", verb, x, s)
			}
		}
	}
}

// What no handshake can use is refused beforehand.
func TestPSKsAreChecked(t *testing.T) {
	long := make([]byte, 65536)
	for i, v := range []struct {
		edit func(*pair)
		side handshake.Side
	}{
		{func(p *pair) { p.client.PSKs[0].Key = nil }, handshake.Client},
		{func(p *pair) { p.client.PSKs[0].Key = long }, handshake.Client},
		{func(p *pair) { p.client.PSKs[0].Identity = long }, handshake.Client},
		{func(p *pair) { p.client.PSKs = nil }, handshake.Client}, // and no suite that does without
		{func(p *pair) { p.server.Hint = long }, handshake.Server},
		{func(p *pair) { p.server.KeyOf = nil }, handshake.Server}, // and no certificate either
	} {
		p := newPair(t)
		shared(p)
		for side, cfg := range []*handshake.Config{&p.client, &p.server} {
			if err := cfg.Check(handshake.Side(side)); err != nil {
				t.Fatal(err)
			}
		}
		v.edit(p)
		if err := []*handshake.Config{&p.client, &p.server}[v.side].Check(v.side); err == nil {
			t.Errorf("%d: got no error", i)
		}
	}
	for _, key := range [][]byte{nil, long} {
		p := newPair(t)
		shared(p)
		p.server.KeyOf = func([]byte) ([]byte, bool) { return key, true }
		if got := p.refused(nil); got != handshake.InternalFailure {
			t.Errorf("key of %d bytes: got %q", len(key), got)
		}
	}
}

// RFC 4279 2: "The Certificate and CertificateRequest payloads are omitted from the
// response", and a client takes neither.
func TestPSKTakesNoCertificate(t *testing.T) {
	for _, body := range []wire.Body{
		&wire.Certificate{Chain: [][]byte{{1}}},
		&wire.CertificateRequest{Types: []byte{wire.RSASign}, Schemes: []wire.SignatureScheme{wire.RSASHA256}},
	} {
		p := newPair(t)
		shared(p)
		p.server.Hint = nil
		m, err := wire.Encode(body)
		if err != nil {
			t.Fatal(err)
		}
		got := p.aborts(handshake.Client, func(from handshake.Side, b []byte) []byte {
			if from == handshake.Client {
				return b
			}
			hello := recordHeader + int(b[3])<<8 + int(b[4])
			return slices.Concat(b[:hello], []byte{22, 3, 3, 0, byte(len(m.Raw))}, m.Raw, b[hello:])
		})
		if got != handshake.OutOfOrder {
			t.Errorf("%s: got %q", body.Kind(), got)
		}
	}
}

// A session that says nothing of a key, and has a suite of PSK, is not one of PSK.
func TestPSKSessionNeedsItsIdentity(t *testing.T) {
	p := newPair(t)
	shared(p)
	offerEverything(p)
	p.connect()
	p.kept.State.Client = session.Identity{}
	var err error
	if p.kept.Ticket, err = p.server.Sealer.Seal(nil, &p.kept.State, p.server.Rand); err != nil {
		t.Fatal(err)
	}
	if a := p.connect(); a.By != handshake.ByNothing || string(a.PSKIdentity) != "alice" {
		t.Errorf("got %v of %q", a, a.PSKIdentity)
	}
}
