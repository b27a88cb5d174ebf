package endpoint_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"sync"
	"testing"
	"time"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/wire"
)

// An authority issues certificates to clients.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

var authorities = [...]func() *authority{
	sync.OnceValue(func() *authority { return newAuthority("clients") }),
	sync.OnceValue(func() *authority { return newAuthority("others") }),
}

func newAuthority(name string) *authority {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	template := certificateOf(name)
	template.IsCA, template.BasicConstraintsValid, template.KeyUsage = true, true, x509.KeyUsageCertSign
	der, errCreate := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	certificate, errParse := x509.ParseCertificate(der)
	if err := errors.Join(err, errCreate, errParse); err != nil {
		panic(err)
	}
	return &authority{certificate, key}
}

func certificateOf(name string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: script.Epoch.Add(-time.Hour), NotAfter: script.Epoch.Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
}

// issue certifies a key; edit may change what the certificate says.
func (a *authority) issue(t fataler, name string, key crypto.Signer, edit func(*x509.Certificate)) *handshake.Credential {
	t.Helper()
	template := certificateOf(name)
	if edit != nil {
		edit(template)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	return &handshake.Credential{Chain: [][]byte{der, a.certificate.Raw}, Key: key}
}

// verify is a verifier of clients who trusts the authority.
func (a *authority) verify(chain [][]byte, now time.Time) (string, error) {
	leaf, err := x509.ParseCertificate(chain[0])
	if err != nil {
		return "", err
	}
	roots := x509.NewCertPool()
	roots.AddCert(a.certificate)
	_, err = leaf.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}})
	return leaf.Subject.CommonName, err
}

// clientKeys are made once: RSA takes its time.
var clientKeys = map[string]func() crypto.Signer{
	"RSA":   sync.OnceValue(func() crypto.Signer { k, _ := rsa.GenerateKey(rand.Reader, 2048); return k }),
	"P-256": sync.OnceValue(func() crypto.Signer { k, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader); return k }),
	"P-521": sync.OnceValue(func() crypto.Signer { k, _ := ecdsa.GenerateKey(elliptic.P521(), rand.Reader); return k }),
	"P-224": sync.OnceValue(func() crypto.Signer { k, _ := ecdsa.GenerateKey(elliptic.P224(), rand.Reader); return k }),
	"Ed25519": sync.OnceValue(func() crypto.Signer {
		_, k, _ := ed25519.GenerateKey(rand.Reader)
		return k
	}),
}

// asking makes the server ask its clients for certificates of the authority.
func (p *pair) asking(demand handshake.Demand, a *authority) *handshake.ClientAuth {
	host := *p.server.Hosts.Default
	host.Clients = handshake.ClientAuth{Demand: demand, Verify: a.verify}
	p.server.Hosts.Default = &host
	return &host.Clients
}

// known gives the client a certificate of the authority.
func (p *pair) known(a *authority, key string) {
	p.t.Helper()
	p.client.Credentials = []*handshake.Credential{a.issue(p.t, "alice", clientKeys[key](), nil)}
}

// outcome is what the server believes of a connection that must succeed, and the
// kinds of messages that the client sent.
func (p *pair) outcome() (*handshake.Agreement, []wire.Kind) {
	p.t.Helper()
	client, server := p.ends()
	c, s := p.talk(client, server, nil)
	if agreement(c) == nil || agreement(s) == nil {
		p.t.Fatalf("the handshake did not complete: client %v, server %v", abort(c), abort(s))
	}
	var sent []wire.Kind
	for _, f := range c {
		if m, ok := f.(endpoint.Transmit); ok {
			sent = append(sent, m.Kind)
		}
	}
	return agreement(s), sent
}

// refused is why the server did not complete a handshake, which the client must
// have been told.
func (p *pair) refused(mend func(from handshake.Side, b []byte) []byte) handshake.Reason {
	p.t.Helper()
	client, server := p.ends()
	c, s := p.talk(client, server, mend)
	a := abort(s)
	if a == nil {
		p.t.Fatalf("the server refused nothing; client: %v", abort(c))
	}
	if n, ok := lastAlert(c); !ok || n != (endpoint.Notice{Level: wire.Fatal, Alert: a.Reason.Alert()}) {
		p.t.Fatalf("the server aborted with %v, and the client took %v", a, n)
	}
	return a.Reason
}

// RFC 5246 7.4.6 and 7.4.8; draft 4: the identity travels with the session, and
// mail of 2009-10-28: a resumption exchanges no certificates.
func TestClientIsKnownByItsCertificate(t *testing.T) {
	for _, version := range wire.Versions {
		for key := range map[string]bool{"RSA": true, "P-256": true, "P-521": true} {
			for _, demand := range []handshake.Demand{handshake.Asked, handshake.Required} {
				for _, tickets := range []bool{true, false} {
					name := fmt.Sprintf("%v, %s, %v, tickets %t", version, key, demand, tickets)
					p := newPair(t)
					for _, cfg := range []*handshake.Config{&p.client, &p.server} {
						cfg.Policy.Versions = []wire.Version{version}
					}
					p.client.Policy.Tickets = tickets
					p.asking(demand, authorities[0]())
					p.known(authorities[0](), key)
					for i := range 3 {
						a, sent := p.outcome()
						if (a.By != handshake.ByNothing) != (i > 0) {
							t.Fatalf("%s: connection %d: got %v", name, i, a)
						}
						if a.Peer != "alice" || len(a.Chain) != 2 || !bytes.Equal(a.Chain[0], p.client.Credentials[0].Chain[0]) {
							t.Errorf("%s: connection %d: the server believes in %q with %d certificates", name, i, a.Peer, len(a.Chain))
						}
						if proved := slices.Contains(sent, wire.KindCertificate) && slices.Contains(sent, wire.KindCertificateVerify); proved != (i == 0) {
							t.Errorf("%s: connection %d: the client sent %v", name, i, sent)
						}
					}
				}
			}
		}
	}
}

// RFC 5246 7.4.6: "If no suitable certificate is available, the client MUST send
// a certificate message containing no certificates", and the server "MAY at its
// discretion either continue the handshake without client authentication, or
// respond with a fatal handshake_failure alert."
func TestClientWithoutASuitableCertificateIsAnonymous(t *testing.T) {
	none := func(*pair, *handshake.ClientAuth) {}
	for name, prepare := range map[string]func(*pair, *handshake.ClientAuth){
		"none": none,
		"of another authority": func(p *pair, auth *handshake.ClientAuth) {
			p.known(authorities[1](), "P-256")
			auth.Authorities = [][]byte{authorities[0]().certificate.RawSubject}
		},
		"of another type": func(p *pair, _ *handshake.ClientAuth) {
			p.known(authorities[0](), "RSA")
			p.server.Policy.Schemes = []wire.SignatureScheme{wire.ECDSASHA256}
		},
		"of a scheme that it has not": func(p *pair, _ *handshake.ClientAuth) {
			p.known(authorities[0](), "RSA")
			p.client.Policy.Schemes = []wire.SignatureScheme{wire.ECDSASHA256}
		},
	} {
		p := newPair(t)
		auth := p.asking(handshake.Asked, authorities[0]())
		prepare(p, auth)
		for _, by := range []handshake.By{handshake.ByNothing, handshake.ByTicket} {
			a, sent := p.outcome()
			if a.Peer != "" || len(a.Chain) != 0 || a.By != by {
				t.Errorf("%s: got %v, want nobody, by %v", name, a, by)
			}
			if slices.Contains(sent, wire.KindCertificateVerify) || slices.Contains(sent, wire.KindCertificate) != (by == handshake.ByNothing) {
				t.Errorf("%s: the client sent %v", name, sent)
			}
		}
		auth.Demand, p.kept = handshake.Required, nil
		if r := p.refused(nil); r != handshake.CertificateMissing || r.Alert() != wire.HandshakeFailure {
			t.Errorf("%s: got %q, want a missing certificate", name, r)
		}
	}
}

func TestClientChoosesACertificateThatSuits(t *testing.T) {
	ours, others := authorities[0](), authorities[1]()
	ec, rsa := ours.issue(t, "ec", clientKeys["P-256"](), nil), ours.issue(t, "rsa", clientKeys["RSA"](), nil)
	foreign := others.issue(t, "foreign", clientKeys["P-256"](), nil)
	for _, v := range []struct {
		has     []*handshake.Credential
		schemes []wire.SignatureScheme // of the server
		names   [][]byte
		want    string
	}{
		{has: []*handshake.Credential{ec, rsa}, want: "ec"},
		{has: []*handshake.Credential{rsa, ec}, want: "rsa"},
		// The server itself has an ECDSA key, so that the client's schemes stay.
		{has: []*handshake.Credential{rsa, ec}, schemes: []wire.SignatureScheme{wire.ECDSASHA256}, want: "ec"},
		// The client prefers SHA-256, and signs with what the server can verify.
		{has: []*handshake.Credential{rsa, ec}, schemes: []wire.SignatureScheme{wire.ECDSASHA512}, want: "ec"},
		{has: []*handshake.Credential{foreign, rsa}, names: [][]byte{ours.certificate.RawSubject}, want: "rsa"},
		{has: []*handshake.Credential{foreign, rsa}, names: [][]byte{{0x30, 0}, ours.certificate.RawSubject}, want: "rsa"},
	} {
		p := newPair(t)
		p.asking(handshake.Required, ours).Authorities = v.names
		p.client.Credentials = v.has
		if v.schemes != nil {
			p.server.Policy.Schemes, p.server.Policy.Signing = v.schemes, p.client.Policy.Schemes
		}
		if a, _ := p.outcome(); a.Peer != v.want {
			t.Errorf("got %q, want %q", a.Peer, v.want)
		}
	}
}

func TestServerRefusesClientCertificates(t *testing.T) {
	ours := authorities[0]()
	says := func(err error) func(*pair, *handshake.ClientAuth) {
		return func(_ *pair, auth *handshake.ClientAuth) {
			auth.Verify = func([][]byte, time.Time) (string, error) { return "", fmt.Errorf("the verifier: %w", err) }
		}
	}
	shows := func(key string, edit func(*x509.Certificate)) func(*pair, *handshake.ClientAuth) {
		return func(p *pair, _ *handshake.ClientAuth) {
			p.client.Credentials = []*handshake.Credential{ours.issue(t, "alice", clientKeys[key](), edit)}
		}
	}
	for _, v := range []struct {
		name    string
		prepare func(*pair, *handshake.ClientAuth)
		want    handshake.Reason
		alert   wire.Alert
	}{
		{"of an authority that is not trusted", func(p *pair, _ *handshake.ClientAuth) { p.known(authorities[1](), "P-256") }, handshake.AuthorityUnknown, wire.UnknownCA},
		{"expired", shows("P-256", func(c *x509.Certificate) { c.NotAfter = script.Epoch.Add(-time.Minute) }), handshake.CertificateExpired, wire.CertificateExpired},
		{"of a server", shows("P-256", func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} }), handshake.CertificateUnsupported, wire.UnsupportedCertificate},
		{"that may not sign", shows("RSA", func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }), handshake.CertificateUnsupported, wire.UnsupportedCertificate},
		{"on a curve that is not had", func(p *pair, a *handshake.ClientAuth) {
			shows("P-521", nil)(p, a)
			p.server.Policy.Groups = []wire.Group{wire.X25519, wire.P256}
		}, handshake.CertificateUnsupported, wire.UnsupportedCertificate},
		{"revoked", says(handshake.ErrRevoked), handshake.CertificateRevoked, wire.CertificateRevoked},
		{"denied", says(handshake.ErrDenied), handshake.AccessDenied, wire.AccessDenied},
		{"not acceptable", says(handshake.ErrUnknown), handshake.CertificateUnknown, wire.CertificateUnknown},
		{"refused for no known reason", says(errors.New("no")), handshake.CertificateRefused, wire.BadCertificate},
		{"with a critical extension", says(x509.UnhandledCriticalExtension{}), handshake.CertificateUnsupported, wire.UnsupportedCertificate},
	} {
		t.Run(v.name, func(t *testing.T) {
			p := newPair(t)
			auth := p.asking(handshake.Asked, ours)
			p.known(ours, "P-256")
			v.prepare(p, auth)
			if r := p.refused(nil); r != v.want || r.Alert() != v.alert {
				t.Errorf("got %q with %s, want %q with %s", r, r.Alert(), v.want, v.alert)
			}
			if p.kept != nil || p.cache.Len() != 0 {
				t.Error("a session was kept")
			}
		})
	}
}

// edited changes the messages of a kind that a side sends before its
// ChangeCipherSpec; edit returns nil to drop one.
func edited(t *testing.T, side handshake.Side, kind wire.Kind, edit func(m wire.Message) []wire.Message) func(handshake.Side, []byte) []byte {
	done, plain := 0, true
	t.Cleanup(func() {
		if done == 0 {
			t.Errorf("no %s came by", kind)
		}
	})
	return func(from handshake.Side, b []byte) (out []byte) {
		for len(b) > 0 && from == side {
			size := recordHeader + int(b[3])<<8 + int(b[4])
			rec := b[:size]
			b = b[size:]
			plain = plain && rec[0] == 22
			if !plain || wire.Kind(rec[recordHeader]) != kind {
				out = append(out, rec...)
				continue
			}
			done++
			for _, m := range edit(wire.Message{Kind: kind, Raw: bytes.Clone(rec[recordHeader:])}) {
				out = append(append(out, rec[0], rec[1], rec[2], byte(len(m.Raw)>>8), byte(len(m.Raw))), m.Raw...)
			}
		}
		return append(out, b...)
	}
}

// encoded is a message for the wire.
func encoded(t *testing.T, body wire.Body) wire.Message {
	t.Helper()
	m, err := wire.Encode(body)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestServerRefusesAClientThatProvesNothing(t *testing.T) {
	other := authorities[0]().issue(t, "mallory", clientKeys["P-521"](), nil)
	verify := func(edit func(*wire.CertificateVerify)) func(*testing.T, wire.Message) []wire.Message {
		return func(t *testing.T, m wire.Message) []wire.Message {
			var v wire.CertificateVerify
			if err := v.Decode(m.Body()); err != nil {
				t.Fatal(err)
			}
			edit(&v)
			return []wire.Message{encoded(t, &v)}
		}
	}
	show := func(chain ...[]byte) func(*testing.T, wire.Message) []wire.Message {
		return func(t *testing.T, _ wire.Message) []wire.Message {
			return []wire.Message{encoded(t, &wire.Certificate{Chain: chain})}
		}
	}
	foreign := func(key string) []byte { return authorities[0]().issue(t, "alice", clientKeys[key](), nil).Chain[0] }
	for _, v := range []struct {
		name string
		kind wire.Kind
		edit func(*testing.T, wire.Message) []wire.Message
		want handshake.Reason
	}{
		{"a signature that is wrong", wire.KindCertificateVerify, verify(func(v *wire.CertificateVerify) { v.Signature[len(v.Signature)-1] ^= 1 }), handshake.SignatureWrong},
		{"no signature", wire.KindCertificateVerify, verify(func(v *wire.CertificateVerify) { v.Signature = nil }), handshake.SignatureWrong},
		{"another hash", wire.KindCertificateVerify, verify(func(v *wire.CertificateVerify) { v.Scheme = wire.ECDSASHA384 }), handshake.SignatureWrong},
		{"a scheme that was not asked for", wire.KindCertificateVerify, verify(func(v *wire.CertificateVerify) { v.Scheme = wire.ECDSASHA1 }), handshake.SchemeNotOffered},
		{"a scheme of another key", wire.KindCertificateVerify, verify(func(v *wire.CertificateVerify) { v.Scheme = wire.RSASHA256 }), handshake.SchemeNotOffered},
		{"a scheme that nobody knows", wire.KindCertificateVerify, verify(func(v *wire.CertificateVerify) { v.Scheme = 0x0807 }), handshake.SchemeNotOffered},
		{"a byte too much", wire.KindCertificateVerify, func(_ *testing.T, m wire.Message) []wire.Message {
			m.Raw = append(m.Raw, 0)
			m.Raw[3]++
			return []wire.Message{m}
		}, handshake.MalformedMessage},
		{"no CertificateVerify", wire.KindCertificateVerify, func(*testing.T, wire.Message) []wire.Message { return nil }, handshake.OutOfOrder},
		{"two", wire.KindCertificateVerify, func(_ *testing.T, m wire.Message) []wire.Message { return []wire.Message{m, m} }, handshake.OutOfOrder},
		{"the certificate of somebody else", wire.KindCertificate, show(other.Chain...), handshake.SignatureWrong},
		{"no Certificate", wire.KindCertificate, func(*testing.T, wire.Message) []wire.Message { return nil }, handshake.OutOfOrder},
		{"two Certificates", wire.KindCertificate, func(_ *testing.T, m wire.Message) []wire.Message { return []wire.Message{m, m} }, handshake.OutOfOrder},
		{"proof of no certificate", wire.KindCertificate, show(), handshake.OutOfOrder},
		{"a certificate that does not parse", wire.KindCertificate, show([]byte{0x30, 0}), handshake.CertificateUnreadable},
		{"a certificate on P-224", wire.KindCertificate, show(foreign("P-224")), handshake.CertificateUnsupported},
		{"a certificate of Ed25519", wire.KindCertificate, show(foreign("Ed25519")), handshake.CertificateUnsupported},
	} {
		t.Run(v.name, func(t *testing.T) {
			p := newPair(t)
			p.asking(handshake.Asked, authorities[0]())
			p.known(authorities[0](), "P-256")
			mend := edited(t, handshake.Client, v.kind, func(m wire.Message) []wire.Message { return v.edit(t, m) })
			if r := p.refused(mend); r != v.want {
				t.Errorf("got %q, want %q", r, v.want)
			}
			p.outcome() // a following connection works
		})
	}
}

// RFC 5246 7.4.6 and 7.4.8: both are answers, and out of order where nothing was asked.
func TestServerRefusesACertificateThatItDidNotAskFor(t *testing.T) {
	own := authorities[0]().issue(t, "alice", clientKeys["P-256"](), nil)
	for _, v := range []struct {
		before bool // the ClientKeyExchange
		body   wire.Body
	}{
		{true, &wire.Certificate{}}, {true, &wire.Certificate{Chain: own.Chain}},
		{false, &wire.CertificateVerify{Scheme: wire.ECDSASHA256, Signature: []byte{1}}},
	} {
		p := newPair(t)
		mend := edited(t, handshake.Client, wire.KindClientKeyExchange, func(m wire.Message) []wire.Message {
			if v.before {
				return []wire.Message{encoded(t, v.body), m}
			}
			return []wire.Message{m, encoded(t, v.body)}
		})
		if r := p.refused(mend); r != handshake.OutOfOrder {
			t.Errorf("%s: got %q", v.body.Kind(), r)
		}
	}
}

func TestClientRefusesARequestThatIsMalformed(t *testing.T) {
	for name, edit := range map[string]func(*wire.CertificateRequest){
		"without types":          func(m *wire.CertificateRequest) { m.Types = nil },
		"without schemes":        func(m *wire.CertificateRequest) { m.Schemes = nil },
		"with an empty name":     func(m *wire.CertificateRequest) { m.Authorities = [][]byte{{}} },
		"in the form of TLS 1.1": func(m *wire.CertificateRequest) { m.Old = true },
	} {
		p := newPair(t)
		p.asking(handshake.Asked, authorities[0]())
		client, server := p.ends()
		c, s := p.talk(client, server, edited(t, handshake.Server, wire.KindCertificateRequest, func(m wire.Message) []wire.Message {
			var r wire.CertificateRequest
			if err := r.Decode(m.Body()); err != nil {
				t.Fatal(err)
			}
			edit(&r)
			return []wire.Message{encoded(t, &r)}
		}))
		if a := abort(c); a == nil || a.Reason != handshake.MalformedMessage {
			t.Errorf("%s: got %v", name, a)
		}
		if n, ok := lastAlert(s); !ok || n.Alert != wire.DecodeError {
			t.Errorf("%s: the server took %v", name, n)
		}
	}
}

// A session gets nobody past a check that a full handshake would not pass.
func TestSessionIsResumedUnderTheSameClientAuthentication(t *testing.T) {
	ours, others := authorities[0](), authorities[1]()
	later := func(p *pair, _ *handshake.ClientAuth) { p.now = p.now.Add(2 * time.Hour) } // the certificate expires
	with := func(change func(*handshake.ClientAuth)) func(*pair, *handshake.ClientAuth) {
		return func(_ *pair, auth *handshake.ClientAuth) { change(auth) }
	}
	for _, v := range []struct {
		name   string
		made   handshake.Demand // how the server asks in the full handshake
		known  bool             // the client has a certificate
		change func(*pair, *handshake.ClientAuth)
		want   handshake.Reason // None: it resumes
	}{
		{"as it was, anonymous", handshake.Asked, false, with(func(*handshake.ClientAuth) {}), handshake.None},
		{"as it was, known", handshake.Required, true, with(func(*handshake.ClientAuth) {}), handshake.None},
		{"required now, and never asked before", handshake.NotAsked, true, with(func(a *handshake.ClientAuth) { a.Demand = handshake.Required }), handshake.SessionLacksCertificate},
		{"required now, and not shown before", handshake.Asked, false, with(func(a *handshake.ClientAuth) { a.Demand = handshake.Required }), handshake.SessionLacksCertificate},
		{"asked now, and never before", handshake.NotAsked, true, with(func(a *handshake.ClientAuth) { a.Demand = handshake.Asked }), handshake.SessionOfOtherClientAuth},
		{"no longer asked", handshake.Asked, true, with(func(a *handshake.ClientAuth) { a.Demand = handshake.NotAsked }), handshake.SessionOfOtherClientAuth},
		{"another authority is trusted", handshake.Asked, true, with(func(a *handshake.ClientAuth) { a.Verify = others.verify }), handshake.SessionCertificateStale},
		{"another authority, but as it was", handshake.Asked, true, with(func(a *handshake.ClientAuth) { a.Verify, a.Recheck = others.verify, handshake.AsItWas }), handshake.None},
		{"another authority, but unexpired", handshake.Asked, true, with(func(a *handshake.ClientAuth) { a.Verify, a.Recheck = others.verify, handshake.Unexpired }), handshake.None},
		{"expired", handshake.Asked, true, later, handshake.SessionCertificateStale},
		{"expired, by its dates", handshake.Asked, true, func(p *pair, a *handshake.ClientAuth) {
			later(p, a)
			a.Recheck = handshake.Unexpired
		}, handshake.SessionCertificateStale},
		{"expired, but as it was", handshake.Asked, true, func(p *pair, a *handshake.ClientAuth) {
			later(p, a)
			a.Recheck = handshake.AsItWas
		}, handshake.None},
	} {
		for _, tickets := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, tickets %t", v.name, tickets), func(t *testing.T) {
				p := newPair(t)
				p.client.Policy.Tickets = tickets
				auth := p.asking(v.made, ours)
				if v.known {
					p.known(ours, "P-256")
				}
				p.connect()
				v.change(p, auth)
				said := p.listen()
				client, server := p.ends()
				_, s := p.talk(client, server, nil)
				if last := (*said)[len(*said)-1]; last != v.want { // what the client says comes first
					t.Fatalf("the server said %q, want %q", last, v.want)
				}
				if a := agreement(s); v.want == handshake.None && (a == nil || a.By == handshake.ByNothing || a.Peer != map[bool]string{true: "alice"}[v.known]) {
					t.Errorf("got %v, %v, want it resumed", a, abort(s))
				} else if v.want != handshake.None && a != nil && a.By != handshake.ByNothing {
					t.Errorf("got %v", a)
				}
			})
		}
	}
}

// CVE-2016-5420: a session speaks for the certificate that it was made with.
func TestClientOffersNoSessionOfAnotherCertificate(t *testing.T) {
	ours := authorities[0]()
	p := newPair(t)
	p.asking(handshake.Asked, ours)
	p.known(ours, "P-256")
	p.connect()
	p.client.Credentials = []*handshake.Credential{ours.issue(t, "bob", clientKeys["P-521"](), nil)}
	if a, _ := p.outcome(); a.By != handshake.ByNothing || a.Peer != "bob" {
		t.Errorf("got %v, want bob in a full handshake", a)
	}
	p.client.Credentials = nil
	if a, _ := p.outcome(); a.By != handshake.ByNothing || a.Peer != "" {
		t.Errorf("got %v, want nobody in a full handshake", a)
	}
}

// Before TLS 1.2 there are no schemes, and the types alone say what is asked for (RFC
// 4346 7.4.4).
func TestClientShowsACertificateOfAnAskedType(t *testing.T) {
	for _, v := range []struct {
		types []byte
		shows bool
	}{{[]byte{wire.ECDSASign}, false}, {[]byte{2, wire.RSASign}, true}, {[]byte{3, 65}, false}} {
		p := newPair(t)
		for _, cfg := range []*handshake.Config{&p.client, &p.server} {
			cfg.Policy.Versions = []wire.Version{wire.TLS11}
		}
		p.asking(handshake.Asked, authorities[0]())
		p.known(authorities[0](), "RSA")
		client, server := p.ends()
		c, _ := p.talk(client, server, edited(t, handshake.Server, wire.KindCertificateRequest, func(m wire.Message) []wire.Message {
			r := wire.CertificateRequest{Old: true}
			if err := r.Decode(m.Body()); err != nil {
				t.Fatal(err)
			}
			r.Types = v.types
			return []wire.Message{encoded(t, &r)}
		}))
		shown := sent[*wire.Certificate](c)
		if shown == nil || len((*shown).Chain) > 0 != v.shows {
			t.Errorf("asked for %d, the client shows %v, want one: %t", v.types, shown, v.shows)
		}
	}
}

func TestUnexpiredLooksAtBothDates(t *testing.T) {
	chain := authorities[0]().issue(t, "alice", clientKeys["P-256"](), nil).Chain
	for after, want := range map[time.Duration]bool{-2 * time.Hour: false, 0: true, 2 * time.Hour: false} {
		if got := handshake.Unexpired(nil, chain, script.Epoch.Add(after)); got != want {
			t.Errorf("after %v: got %t", after, got)
		}
	}
	if handshake.Unexpired(nil, [][]byte{{0x30, 0}}, script.Epoch) {
		t.Error("a certificate that does not parse is unexpired")
	}
}

// RFC 5746 5: a renegotiation does not make another of the client.
func TestClientStaysWhoItIsInARenegotiation(t *testing.T) {
	ours := authorities[0]()
	for _, v := range []struct {
		allow func(before, now *handshake.Agreement) handshake.Reason
		want  handshake.Reason
	}{{handshake.MayChange, handshake.CertificateChanged}, {handshake.MayChangeAll, handshake.None}} {
		p := newPair(t)
		freely(p)
		p.server.Policy.MayChange = v.allow
		p.asking(handshake.Required, ours)
		p.known(ours, "P-256")
		l := p.line()
		p.talk(l.ends[0], l.ends[1], nil)
		l.renegotiates(handshake.Client) // as the same
		p.client.Credentials = []*handshake.Credential{ours.issue(t, "bob", clientKeys["P-521"](), nil)}
		l.do(handshake.Client, endpoint.Renegotiate{})
		if v.want != handshake.None {
			l.aborted(t, v.want)
		} else if a := agreement(l.last[1]); a == nil || a.Peer != "bob" {
			t.Errorf("got %v, %v, want bob", a, abort(l.last[1]))
		}
	}
}
