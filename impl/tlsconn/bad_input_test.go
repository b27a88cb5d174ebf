package tlsconn_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/tlsconn"
	"tlsresume/impl/wire"
)

// Whatever comes in place of a hello: the server says so in an alert, and the
// next connection works.
func TestServerRefusesWhatIsNoHello(t *testing.T) {
	server := serverConfig(t, wire.KeyECDSA)
	long := append([]byte{22, 3, 1, 0x48, 0x01}, make([]byte, 1<<14+2049)...)
	for _, test := range []struct {
		name  string
		say   []byte
		alert wire.Alert
	}{
		{"plain HTTP", []byte("GET / HTTP/1.0\r\n\r\n"), wire.UnexpectedMessage},
		{"a record of 2^14+2049 bytes", long, wire.RecordOverflow},
		{"the same, and a megabyte behind it", append(long, make([]byte, 1<<20-1<<15)...), wire.RecordOverflow},
		{"another protocol's record", []byte{22, 9, 9, 0, 1, 0}, wire.ProtocolVersion},
		{"a message out of order", []byte{22, 3, 1, 0, 4, 14, 0, 0, 0}, wire.UnexpectedMessage},
		{"a hello that does not decode", []byte{22, 3, 1, 0, 5, 1, 0, 0, 1, 0}, wire.DecodeError},
		{"a message of 16 megabytes", []byte{22, 3, 1, 0, 4, 1, 0xff, 0xff, 0xff}, wire.DecodeError},
	} {
		t.Run(test.name, func(t *testing.T) {
			raw, accepted := wires(t)
			s := tlsconn.Server(accepted, server)
			go func() {
				raw.Write(test.say)
				raw.CloseWrite()
			}()
			var abort *handshake.Abort
			if err := s.Handshake(context.Background()); !errors.As(err, &abort) || abort.Reason.Alert() != test.alert {
				t.Errorf("got %v, want %v", err, test.alert)
			}
			s.Close()
			want := []byte{21, 3, 1, 0, 2, 2, byte(test.alert)}
			if got, err := io.ReadAll(raw); !bytes.Equal(got, want) || err != nil {
				t.Errorf("got % x, %v on the wire, want % x", got, err, want)
			}
			followUp(t, clientConfig(), server)
		})
	}
}

func TestPeerThatLeavesAtOnce(t *testing.T) {
	server := serverConfig(t, wire.KeyECDSA)
	raw, accepted := wires(t)
	raw.Close()
	s := tlsconn.Server(accepted, server)
	if err := s.Handshake(context.Background()); err != io.ErrUnexpectedEOF {
		t.Errorf("got %v, want %v", err, io.ErrUnexpectedEOF)
	}
	s.Close()
	followUp(t, clientConfig(), server)
}

// crypto/tls reads the alert of a protected connection.
func TestOverlongRecordBehindTheHandshake(t *testing.T) {
	c := choices()[0]
	client, server := c.stdlib(), c.only(serverConfig(t, wire.KeyECDSA))
	for n, want := range []handshake.By{handshake.ByNothing, handshake.ByTicket} {
		raw, accepted := wires(t)
		s, peer := tlsconn.Server(accepted, server), tls.Client(raw, client)
		both(t, s, peer)
		if got := compare(t, c, s, peer); got != want {
			t.Errorf("connection %d: resumed by %v, want %v", n, got, want)
		}
		go raw.Write(append([]byte{23, 3, 3, 0x48, 0x01}, make([]byte, 1<<14+2049)...))
		var abort *handshake.Abort
		if _, err := s.Read(make([]byte, 1)); !errors.As(err, &abort) || abort.Reason != handshake.RecordTooLong {
			t.Errorf("got %v, want an abort for the length", err)
		}
		_, err := peer.Read(make([]byte, 1))
		if err == nil || err.Error() != "remote error: tls: record overflow" {
			t.Errorf("crypto/tls got %v, want record_overflow", err)
		}
		peer.Close()
		s.Close()
	}
}

// spoiled lists ways to spoil a ticket: every byte turned, every way cut short.
func spoiled(ticket []byte) map[string][]byte {
	last := len(ticket) - 1
	all := map[string][]byte{
		"cut to a byte": ticket[:1], "cut to half": ticket[:last/2], "less its last byte": ticket[:last],
		"with a byte more": append(bytes.Clone(ticket), 0),
	}
	for part, at := range map[string]int{"name": 0, "iv": 16, "length": 33, "state": 40, "mac": last} {
		all["turned in its "+part] = bytes.Clone(ticket)
		all["turned in its "+part][at] ^= 1
	}
	return all
}

// RFC 5077 3.2: a server that cannot use a ticket "falls back to performing a
// full handshake".
func TestSpoiledTicket(t *testing.T) {
	client, server := clientConfig(), serverConfig(t, wire.KeyECDSA)
	followUp(t, client, server)
	good, ok := client.Sessions.Get(client.Key, time.Now())
	if !ok || len(good.Ticket) == 0 {
		t.Fatal("got no ticket")
	}
	for name, ticket := range spoiled(good.Ticket) {
		t.Run(name, func(t *testing.T) {
			bad := good.Clone()
			bad.Ticket = ticket
			client.Sessions.Put(client.Key, bad)
			for _, want := range []handshake.By{handshake.ByNothing, handshake.ByTicket} {
				c, s := connected(t, client, server)
				if got := how(t, c, s); got != want {
					t.Errorf("resumed by %v, want %v", got, want)
				}
				works(t, c, s)
			}
		})
	}
}

// RFC 5246 7.2.2: a fatal alert makes both ends forget the session. A server
// cannot forget a ticket.
func TestFatalAlertForgetsTheSession(t *testing.T) {
	for _, tickets := range []bool{true, false} {
		client, server := clientConfig(), serverConfig(t, wire.KeyECDSA)
		client.Policy.Tickets = tickets
		raw, accepted := wires(t)
		c, s := tlsconn.Client(raw, client), tlsconn.Server(accepted, server)
		if errC, errS := shake(c, s); errC != nil || errS != nil {
			t.Fatal(errC, errS)
		}
		known, _ := client.Sessions.Get(client.Key, time.Now())
		go accepted.Write([]byte{23, 3, 3, 0, 1, 0}) // opens under no key
		if _, err := c.Read(make([]byte, 1)); err == nil {
			t.Error("read a record that does not open")
		}
		if _, err := s.Read(make([]byte, 1)); err == nil || err.Error() != "peer sent bad_record_mac" {
			t.Errorf("got %v, want bad_record_mac", err)
		}
		c.Close()
		s.Close()
		if _, ok := client.Sessions.Get(client.Key, time.Now()); ok {
			t.Error("the client has not forgotten the session")
		}
		client.Sessions.Put(client.Key, known)
		want := map[bool]handshake.By{true: handshake.ByTicket, false: handshake.ByNothing}[tickets]
		c, s = connected(t, client, server)
		if got := how(t, c, s); got != want {
			t.Errorf("resumed by %v of a client that forgot nothing, want %v", got, want)
		}
		works(t, c, s)
	}
}

func TestSilentPeer(t *testing.T) {
	_, accepted := wires(t)
	s := tlsconn.Server(accepted, serverConfig(t, wire.KeyECDSA))
	s.SetDeadline(time.Now().Add(20 * time.Millisecond))
	var timeout net.Error
	if _, err := s.Read(make([]byte, 1)); !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("got %v, want a timeout", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
