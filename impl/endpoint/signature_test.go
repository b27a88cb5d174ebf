package endpoint_test

import (
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// RFC 5246 7.4.1.4.1: a client that lists no signature algorithms stands for
// SHA-1, which is for a policy to allow.
func TestHelloWithoutSignatureAlgorithmsMeansSHA1(t *testing.T) {
	without := func(m *wire.ClientHello) { m.SignatureAlgorithms = nil }
	p := newPair(t)
	client, server := p.ends()
	s := server.Receive(rewrite(t, wireOf(client.Do(endpoint.Start{}, p.now)), &wire.ClientHello{}, without), p.now)
	if a := abort(s); a == nil || a.Reason != handshake.NoSharedSuite {
		t.Errorf("got %v of a server without SHA-1", a)
	}

	p.server.Policy.Schemes = append(p.server.Policy.Schemes, wire.ECDSASHA1)
	p.client.Policy.Schemes = []wire.SignatureScheme{wire.ECDSASHA1}
	client, server = p.ends()
	s = server.Receive(rewrite(t, wireOf(client.Do(endpoint.Start{}, p.now)), &wire.ClientHello{}, without), p.now)
	// The signature covers the randoms, and not that the list is gone.
	c := client.Receive(wireOf(s), p.now)
	if m := exchanged(t, c); m.Scheme != wire.ECDSASHA1 || abort(c) != nil {
		t.Errorf("got scheme %04x, %v, want SHA-1", uint16(m.Scheme), abort(c))
	}
}

// RFC 8422 5.3: the certificate "MUST respect the client's choice of elliptic
// curves".
func TestCertificateOnACurveThatIsNotOfferedIsRefused(t *testing.T) {
	for _, v := range wire.Versions {
		p := newPair(t)
		p.client.Policy.Versions, p.server.Policy.Versions = []wire.Version{v}, wire.Versions
		p.client.Policy.Groups = []wire.Group{wire.X25519}
		client, server := p.ends()
		hello := wireOf(client.Do(endpoint.Start{}, p.now))
		if a := abort(server.Receive(hello, p.now)); a == nil || a.Reason != handshake.NoSharedSuite {
			t.Errorf("%s: got %v of a server whose key is on P-256", v, a)
		}
		client, server = p.ends()
		more := func(m *wire.ClientHello) { m.Groups = append(m.Groups, wire.P256) }
		s := server.Receive(rewrite(t, wireOf(client.Do(endpoint.Start{}, p.now)), &wire.ClientHello{}, more), p.now)
		if a := abort(client.Receive(wireOf(s), p.now)); a == nil || a.Reason != handshake.CertificateOfOtherCurve {
			t.Errorf("%s: got %v of a client that offers X25519 alone", v, a)
		}
	}
}
