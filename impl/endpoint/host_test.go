package endpoint_test

import (
	"bytes"
	"crypto/x509"
	"slices"
	"strings"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// named gives the server hosts by name, which share its ticket keys and its cache,
// and a client that takes any certificate.
func (p *pair) named(hosts map[string]*handshake.Host, unknown handshake.UnknownName) {
	p.server.Hosts.Named, p.server.Hosts.Unknown = hosts, unknown
	refusing(nil)(p)
	offerEverything(p)
}

// visit connects under a name, whatever the session that the client has was made
// under, and says what the server believes.
func (p *pair) visit(name string) *handshake.Agreement {
	p.t.Helper()
	p.client.ServerName = name
	a, _ := p.outcome()
	return a
}

// CVE-2025-23419 and CVE-2014-3616: hosts share ticket keys and a cache, and a
// client that one of them knows must not be known to the other for it.
func TestSessionIsResumedAtItsHostAlone(t *testing.T) {
	for _, tickets := range []bool{true, false} {
		p := newPair(t)
		p.client.Policy.Tickets = tickets
		at := func(id string, demand handshake.Demand) *handshake.Host {
			clients := handshake.ClientAuth{Demand: demand, Verify: authorities[0]().verify}
			return &handshake.Host{ID: id, Credentials: p.server.Hosts.Default.Credentials, Clients: clients}
		}
		mine, yours := at("mine", handshake.Asked), at("yours", handshake.Required)
		p.named(map[string]*handshake.Host{"a.example": mine, "b.example": yours, "c.example": mine}, handshake.UnknownRefused)
		p.known(authorities[0](), "P-256")
		full := func(a *handshake.Agreement) bool { return a.By == handshake.ByNothing }

		if a := p.visit("a.example"); !full(a) || a.Peer != "alice" || a.VirtualHost != "mine" {
			t.Fatalf("got %v", a)
		}
		kept := p.kept.Clone()
		back := func() { p.kept = kept.Clone() }
		if a := p.visit("A.Example"); full(a) || a.Peer != "alice" || a.VirtualHost != "mine" || a.ServerName != "A.Example" {
			t.Errorf("the same host, tickets %t: got %v, want it resumed", tickets, a) // RFC 6066 3: case-insensitive
		}
		for _, name := range []string{"b.example", "c.example", ""} {
			back()
			// RFC 6066 3: not "if the server_name extension contains a different name",
			// even if that is a name of the same host.
			if a := p.visit(name); !full(a) {
				t.Errorf("under %q, tickets %t: got %v, want a full handshake", name, tickets, a)
			}
		}
		// The name now belongs to another host, as after a change of the configuration.
		back()
		p.server.Hosts.Named = map[string]*handshake.Host{"a.example": yours}
		if a := p.visit("a.example"); !full(a) || a.VirtualHost != "yours" {
			t.Errorf("the name has moved, tickets %t: got %v, want a full handshake", tickets, a)
		}
		// And one that knows nobody does not learn of alice.
		back()
		p.client.Credentials = nil
		p.server.Hosts.Named = map[string]*handshake.Host{"a.example": at("mine", handshake.NotAsked)}
		if a := p.visit("a.example"); !full(a) || a.Peer != "" || a.Chain != nil {
			t.Errorf("a host that asks nobody, tickets %t: got %v", tickets, a)
		}
	}
}

// RFC 6066 3: names are ASCII, and case is of ASCII. The Kelvin sign is a k in
// Unicode's eyes, and the long s an s.
func TestNamesFoldAsASCII(t *testing.T) {
	p := newPair(t)
	host := *p.server.Hosts.Default
	host.ID = "ks"
	p.named(map[string]*handshake.Host{"ks.example": &host}, handshake.UnknownIsDefault)
	p.visit("KS.example")
	kept := p.kept.Clone()
	for name, same := range map[string]bool{"ks.example": true, "kS.EXAMPLE": true, "\u212as.example": false, "k\u017f.example": false} {
		p.kept = kept.Clone()
		if a := p.visit(name); (a.By != handshake.ByNothing) != same || (a.VirtualHost == "ks") != same {
			t.Errorf("%q: got %v at host %q, want the same name: %t", name, a, a.VirtualHost, same)
		}
		if handshake.RFC6066Name("ks.example", name) != same {
			t.Errorf("%q: want the same name: %t", name, same)
		}
	}
}

// A session that names no host is of a server that had none, and not of any host.
func TestSessionOfNoHostIsResumedAtNone(t *testing.T) {
	p := newPair(t)
	p.connect()
	host := *p.server.Hosts.Default
	host.ID = "a"
	p.server.Hosts.Default = &host
	if a, _ := p.outcome(); a.By != handshake.ByNothing {
		t.Errorf("got %v, want a full handshake", a)
	}
}

// RFC 6066 3: "the server SHOULD take one of two actions: either abort the handshake
// by sending a fatal-level unrecognized_name(112) alert or continue the handshake."
func TestUnknownNames(t *testing.T) {
	for _, v := range []struct {
		unknown handshake.UnknownName
		refused bool
		warned  bool
	}{
		{unknown: handshake.UnknownIsDefault},
		{unknown: handshake.UnknownRefused, refused: true},
		{unknown: handshake.UnknownWarned, warned: true},
	} {
		for _, name := range []string{"z.example", "a.example.z", ".a.example", "xn--a"} {
			p := newPair(t)
			p.server.Hosts.Default.ID = "default"
			host := *p.server.Hosts.Default
			host.ID = "a"
			p.named(map[string]*handshake.Host{"a.example": &host}, v.unknown)
			if a := p.visit(""); a.VirtualHost != "default" { // a client that sends no name asks for none
				t.Errorf("without a name: got %v", a)
			}
			p.kept, p.client.ServerName = nil, name
			if v.refused {
				if r := p.refused(nil); r != handshake.NameUnknown {
					t.Errorf("%s: got %q", name, r)
				}
				continue
			}
			for _, by := range []handshake.By{handshake.ByNothing, handshake.ByTicket} {
				client, server := p.ends()
				c, s := p.talk(client, server, nil)
				if a := agreement(s); a == nil || a.VirtualHost != "default" || a.By != by {
					t.Errorf("%s: got %v, %v, want the default host, by %v", name, a, abort(c), by)
				}
				if serverHello(s).ServerName {
					t.Errorf("%s, by %v: acknowledged, and was not used", name, by)
				}
				want := endpoint.Notice{Level: wire.Warning, Alert: wire.UnrecognizedName}
				if n, ok := lastAlert(c); ok != v.warned || ok && n != want {
					t.Errorf("%s: the client took %v, want a warning: %t", name, n, v.warned)
				}
			}
		}
	}
}

// RFC 6066 3: the server "SHALL include an extension of type "server_name" in the
// (extended) server hello", but "When resuming a session, the server MUST NOT".
func TestServerNameIsAcknowledgedInFullHandshakes(t *testing.T) {
	for _, v := range []struct {
		name  string
		on    bool
		hosts bool // the server has several
		want  bool
	}{{"a.example", true, false, true}, {"a.example", true, true, true}, {"a.example", false, true, false}, {"", true, true, false}} {
		p := newPair(t)
		if v.hosts {
			p.server.Hosts.Named = map[string]*handshake.Host{"a.example": p.server.Hosts.Default}
		}
		p.server.Policy.AcknowledgeName = v.on
		p.client.ServerName = v.name
		for i := range 2 {
			client, server := p.ends()
			c, _ := p.talk(client, server, nil)
			for _, f := range c {
				if m, ok := f.(endpoint.Took); ok && m.Kind == wire.KindServerHello {
					if got := m.Body.(*wire.ServerHello).ServerName; got != (v.want && i == 0) {
						t.Errorf("%q, connection %d: acknowledged %t", v.name, i, got)
					}
				}
			}
			if a := agreement(c); a == nil || (a.By == handshake.ByNothing) != (i == 0) {
				t.Errorf("%q, connection %d: got %v", v.name, i, a)
			}
		}
	}
}

// RFC 5246 7.4.2: the certificate of an RSA key exchange "MUST allow the key to be used
// for encryption", any other's "to be used for signing", if it speaks of use at all.
func TestClientMindsTheUseOfTheServersKey(t *testing.T) {
	const sign, encrypt = x509.KeyUsageDigitalSignature, x509.KeyUsageKeyEncipherment
	for _, v := range []struct {
		use   x509.KeyUsage
		suite uint16
		want  handshake.Reason
	}{
		{0, 0xc02f, handshake.None},
		{0, 0x009c, handshake.None},
		{sign, 0xc02f, handshake.None},
		{sign, 0x009c, handshake.CertificateUnsupported},
		{encrypt, 0xc02f, handshake.CertificateUnsupported},
		{encrypt, 0x009c, handshake.None},
		{sign | encrypt, 0x009c, handshake.None},
	} {
		p := newPair(t)
		refusing(nil)(p)
		only(p, v.suite)
		p.server.Hosts = handshake.OneHost(authorities[0]().issue(t, "RSA", clientKeys["RSA"](), func(c *x509.Certificate) { c.KeyUsage = v.use }))
		client, server := p.ends()
		c, _ := p.talk(client, server, nil)
		if a := abort(c); v.want == handshake.None && agreement(c) == nil || v.want != handshake.None && (a == nil || a.Reason != v.want) {
			t.Errorf("use %b, suite %04x: got %v, want %q", v.use, v.suite, a, v.want)
		}
	}
}

// RFC 5246 7.4.2: "The certificate type MUST be" one that the suite and the client's
// extensions allow.
func TestHostChoosesTheCredentialThatSuits(t *testing.T) {
	issue := func(key string) *handshake.Credential {
		return authorities[0]().issue(t, key, clientKeys[key](), func(c *x509.Certificate) { c.KeyUsage = 0 })
	}
	small, large, rsa := issue("P-256"), issue("P-521"), issue("RSA")
	ecdsa, rsaSuite, static := wire.SuiteByID(0xc02b), wire.SuiteByID(0xc02f), wire.SuiteByID(0x009c)
	for _, v := range []struct {
		name string
		has  []*handshake.Credential
		edit func(client *handshake.Policy)
		want *handshake.Credential
	}{
		{"the first of the client's suites", []*handshake.Credential{rsa, small}, nil, small},
		{"the client's order of suites", []*handshake.Credential{small, rsa}, func(p *handshake.Policy) { p.Suites = []*wire.Suite{rsaSuite, ecdsa} }, rsa},
		{"RSA schemes alone", []*handshake.Credential{small, rsa}, func(p *handshake.Policy) { p.Schemes = []wire.SignatureScheme{wire.RSASHA256} }, rsa},
		{"a curve that the client has not", []*handshake.Credential{large, small}, func(p *handshake.Policy) { p.Groups = []wire.Group{wire.X25519, wire.P256} }, small},
		{"the first that suits", []*handshake.Credential{large, small}, nil, large},
		{"static RSA", []*handshake.Credential{small, rsa}, func(p *handshake.Policy) { p.Suites = []*wire.Suite{static} }, rsa},
	} {
		p := newPair(t)
		refusing(nil)(p)
		p.server.Hosts = handshake.OneHost(v.has...)
		p.server.Policy.Suites = wire.Suites
		if v.edit != nil {
			v.edit(&p.client.Policy)
		}
		for _, by := range []handshake.By{handshake.ByNothing, handshake.ByTicket} {
			if a := p.connect(); a.By != by || !bytes.Equal(a.Chain[0], v.want.Chain[0]) {
				t.Errorf("%s: got %v", v.name, a)
			}
		}
	}
}

func TestHostsAreChecked(t *testing.T) {
	good := newPair(t).server.Hosts.Default
	ed := authorities[0]().issue(t, "ed", clientKeys["Ed25519"](), nil)
	with := func(edit func(*handshake.Host)) *handshake.Host {
		h := *good
		edit(&h)
		return &h
	}
	for _, v := range []struct {
		hosts handshake.Hosts
		want  string
	}{
		{handshake.Hosts{}, "no certificate"},
		{handshake.OneHost(), "no certificate"},
		{handshake.OneHost(nil), "no certificate"},
		{handshake.OneHost(&handshake.Credential{Key: ed.Key}), "no certificate"},
		{handshake.OneHost(ed), "a key of another kind"},
		{handshake.OneHost(good.Credentials[0], ed), "a key of another kind"},
		{handshake.Hosts{Default: good, Named: map[string]*handshake.Host{"A.example": good}}, `"A.example"`},
		{handshake.Hosts{Default: good, Named: map[string]*handshake.Host{"a.example.": good}}, "a.example."},
		{handshake.Hosts{Default: good, Named: map[string]*handshake.Host{"": good}}, "a name in lower case"},
		{handshake.Hosts{Default: good, Named: map[string]*handshake.Host{"a.example": nil}}, "a host"},
		{handshake.Hosts{Default: good, Named: map[string]*handshake.Host{"b.example": {}}}, "b.example: got no certificate"},
		{handshake.Hosts{Default: with(func(h *handshake.Host) { h.Clients.Demand = handshake.Asked })}, "no way to verify"},
		{handshake.Hosts{Default: with(func(h *handshake.Host) { h.Clients.Demand = 3 })}, "client authentication"},
		{handshake.Hosts{Default: with(func(h *handshake.Host) { h.Clients.Authorities = [][]byte{{}} })}, "authorities"},
		{handshake.Hosts{Default: with(func(h *handshake.Host) { h.Clients.Authorities = slices.Repeat([][]byte{make([]byte, 998)}, 66) })}, "authorities"},
	} {
		p := newPair(t)
		p.server.Hosts = v.hosts
		if _, err := endpoint.New(handshake.Server, &p.server); err == nil || !strings.Contains(err.Error(), v.want) {
			t.Errorf("got %v, want %q", err, v.want)
		}
	}
}

// RFC 6066 3: "without a trailing dot", and "Literal IPv4 and IPv6 addresses are not
// permitted".
func TestClientSendsHostNamesAlone(t *testing.T) {
	for _, name := range []string{"192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", "fe80::1%eth0", "a.example.", "."} {
		p := newPair(t)
		p.client.ServerName = name
		if _, err := endpoint.New(handshake.Client, &p.client); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%q: got %v", name, err)
		}
	}
	p := newPair(t)
	p.client.Credentials = []*handshake.Credential{{}}
	if _, err := endpoint.New(handshake.Client, &p.client); err == nil || !strings.Contains(err.Error(), "no certificate") {
		t.Errorf("a credential of nothing: got %v", err)
	}
}

// A ticket or a cache entry that says less than it must of its client is not taken at
// its word: it may be of a build that knew no hosts.
func TestSessionWithACertificateAndNoPolicyIsDeclined(t *testing.T) {
	p := newPair(t)
	p.client.Policy.Tickets = false
	p.connect()
	state, _ := p.cache.Get(p.kept.ID, p.now)
	state.Client = session.Identity{Auth: session.CertificateBased, Certificates: [][]byte{{0x30, 0}}}
	p.cache.Put(p.kept.ID, state)
	if a, _ := p.outcome(); a.By != handshake.ByNothing {
		t.Errorf("got %v, want a full handshake", a)
	}
}
