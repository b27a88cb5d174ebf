package endpoint_test

import (
	"testing"

	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// RFC 5246 7.4.9: the Finished covers the handshake. A hello that was changed on
// its way, in what neither end acts on, leaves both with the same keys (without
// the extended master secret), and only the Finished tells.
func TestFinishedTellsThatAHelloWasChanged(t *testing.T) {
	p := newPair(t)
	p.client.Policy.EMS, p.server.Policy.EMS = false, false
	client, server := p.ends()
	changed := false
	_, s := p.talk(client, server, func(from handshake.Side, b []byte) []byte {
		if from == handshake.Client && !changed {
			changed = true
			return rewrite(t, b, &wire.ClientHello{}, func(m *wire.ClientHello) { m.PointFormats = []byte{0, 1} })
		}
		return b
	})
	if a := abort(s); a == nil || a.Reason != handshake.FinishedWrong || a.Reason.Alert() != wire.DecryptError {
		t.Fatalf("got %v, want decrypt_error", a)
	}
	if p.cache.Len() != 0 || agreement(s) != nil {
		t.Error("the server agreed to, or kept, what it refused")
	}
}
