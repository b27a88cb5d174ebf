package tlsconn_test

import (
	"crypto/tls"
	"testing"

	"tlsresume/impl/tlsconn"
	"tlsresume/impl/wire"
)

// RFC 7301 with crypto/tls in the other role: the server's preference decides,
// in a full handshake and again in one that resumes.
func TestProtocolAgainstStdlib(t *testing.T) {
	c := choices()[0]
	mine, theirs := []string{"a", "b"}, []string{"c", "b", "a"}
	agree := func(t *testing.T, ours *tlsconn.Conn, peer stranger, want string) {
		t.Helper()
		both(t, ours, peer)
		a, _ := ours.Agreement()
		if got := peer.ConnectionState().NegotiatedProtocol; a.Protocol != want || got != want {
			t.Errorf("we have %q, crypto/tls has %q, want %q", a.Protocol, got, want)
		}
	}
	t.Run("our client", func(t *testing.T) {
		ours, cfg := c.only(clientConfig()), c.stdlib()
		ours.Policy.Protocols, cfg.NextProtos = mine, theirs
		for range 2 {
			client, server := wires(t)
			agree(t, tlsconn.Client(client, ours), tls.Server(server, cfg), "b")
		}
	})
	t.Run("our server", func(t *testing.T) {
		ours, cfg := c.only(serverConfig(t, wire.KeyECDSA)), c.stdlib()
		ours.Policy.Protocols, cfg.NextProtos = mine, theirs
		for range 2 {
			client, server := wires(t)
			agree(t, tlsconn.Server(server, ours), tls.Client(client, cfg), "a")
		}
	})
}
