package tlsconn_test

import (
	"crypto/rand"
	"crypto/tls"
	"testing"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/tlsconn"
	"tlsresume/impl/wire"
)

// newRing is a ring of a key of its own.
func newRing(t *testing.T, format session.Format) *session.Ring {
	t.Helper()
	key, err := session.NewTicketKey(format, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return session.NewRing(key)
}

// What our server does about tickets, as a client of crypto/tls sees it: connections
// one after the other, each with what changes before it and how it is resumed.
func TestServersTicketsAgainstStdlib(t *testing.T) {
	type step struct {
		change func(*tlsconn.Config)
		want   handshake.By
	}
	again := func(want handshake.By) step { return step{nil, want} }
	const full, resumed = handshake.ByNothing, handshake.ByTicket
	noKey := step{func(c *tlsconn.Config) { c.Sealer = session.NewRing() }, full}
	for name, steps := range map[string][]step{
		"an empty ticket": {noKey, again(full)},
		"renewed each time": {
			{func(c *tlsconn.Config) { c.Policy.Renew = true }, full}, again(resumed), again(resumed), again(resumed),
		},
		"no new one": {again(full), again(resumed), again(resumed)},
		"rejected, reissued": {
			again(full), {func(c *tlsconn.Config) { c.Sealer = newRing(t, session.GCM) }, full}, again(resumed),
		},
		"rejected, an empty one": {again(full), noKey, again(full)},
		"rotated, then retired": {
			again(full),
			{func(c *tlsconn.Config) {
				key, err := session.NewTicketKey(session.AES256, rand.Reader)
				if err != nil {
					t.Fatal(err)
				}
				c.Sealer.(*session.Ring).Rotate(key)
			}, resumed},
			{func(c *tlsconn.Config) { c.Sealer.(*session.Ring).Retire() }, full},
			again(resumed),
		},
		"no hint": {{func(c *tlsconn.Config) { c.Policy.Hint = handshake.HintNone }, full}, again(resumed)},
		"longest hint, an ID beside": {
			{func(c *tlsconn.Config) { c.Policy.Hint, c.Policy.Beside = handshake.HintForever, true }, full}, again(resumed),
		},
		"either encoding": {{func(c *tlsconn.Config) { c.Policy.TicketEncoding = handshake.EitherTicket }, full}, again(resumed)},
	} {
		t.Run(name, func(t *testing.T) {
			c := choice{wire.TLS12, suiteFor[wire.KeyECDSA], wire.X25519}
			ours, theirs := c.only(serverConfig(t, wire.KeyECDSA)), c.stdlib()
			for n, step := range steps {
				if step.change != nil {
					step.change(ours)
				}
				a, b := wires(t)
				s, peer := tlsconn.Server(b, ours), tls.Client(a, theirs)
				both(t, s, peer)
				if got := compare(t, c, s, peer); got != step.want {
					t.Errorf("connection %d: resumed by %v, want %v", n+1, got, step.want)
				}
				s.Close()
				peer.Close()
			}
		})
	}
}

// A server of crypto/tls that has lost its key rejects our ticket and issues another.
func TestClientsTicketIsRejectedByStdlib(t *testing.T) {
	for _, marker := range []bool{false, true} {
		c := choice{wire.TLS12, suiteFor[wire.KeyECDSA], wire.X25519}
		ours, theirs := c.only(clientConfig()), c.stdlib()
		ours.Policy.Marker = marker
		theirs.SetSessionTicketKeys([][32]byte{{1}})
		for n, want := range []handshake.By{handshake.ByNothing, handshake.ByTicket, handshake.ByNothing, handshake.ByTicket} {
			if n == 2 {
				theirs.SetSessionTicketKeys([][32]byte{{2}})
			}
			a, b := wires(t)
			client, peer := tlsconn.Client(a, ours), tls.Server(b, theirs)
			both(t, client, peer)
			if got := compare(t, c, client, peer); got != want {
				t.Errorf("marker %t, connection %d: resumed by %v, want %v", marker, n+1, got, want)
			}
			client.Close()
			peer.Close()
		}
	}
}
