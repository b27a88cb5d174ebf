package endpoint_test

import (
	"slices"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/wire"
)

// What an end signs with is its own matter; what it verifies is what it offers.
func TestSigningIsNotVerifying(t *testing.T) {
	p := newPair(t)
	p.client.Policy.Signing = []wire.SignatureScheme{wire.RSASHA512}
	p.server.Policy.Signing = []wire.SignatureScheme{wire.ECDSASHA512}
	client, server := p.ends()
	_, s := p.talk(client, server, nil)
	for _, f := range s {
		if m, ok := f.(endpoint.Took); ok && m.Kind == wire.KindClientHello {
			if got := m.Body.(*wire.ClientHello).SignatureAlgorithms; !slices.Equal(got, p.client.Policy.Schemes) {
				t.Errorf("the client offers %v, want what it verifies", got)
			}
		}
		if m, ok := f.(endpoint.Transmit); ok && m.Kind == wire.KindServerKeyExchange {
			if got := m.Body.(*wire.ServerKeyExchange).Scheme; got != wire.ECDSASHA512 {
				t.Errorf("the server signs with %#04x, want %#04x", uint16(got), uint16(wire.ECDSASHA512))
			}
			return
		}
	}
	t.Errorf("got no ServerKeyExchange: %v", abort(s))
}
