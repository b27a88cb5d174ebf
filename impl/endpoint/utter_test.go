package endpoint_test

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"io"
	"slices"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	recordlayer "tlsresume/impl/record"
	"tlsresume/impl/wire"
)

// What a misbehaving end says instead of a message is in its transcript: its Finished
// fits, and its peer goes along unless it minds what was said.
func TestRewordedMessagesAreHashed(t *testing.T) {
	for _, v := range []struct {
		name string
		add  []byte // an extension
		want handshake.Reason
	}{
		{"nothing", nil, handshake.None},
		{"an extension that nobody knows", []byte{0xfa, 0xfa, 0, 1, 7}, handshake.None},
		{"an extension that comes twice", []byte{0, 23, 0, 0}, handshake.MalformedMessage},
	} {
		p := newPair(t)
		p.client.Policy.Full = slices.Clone(handshake.Full)
		p.client.Policy.Full[0].Reword = func(m wire.Message) wire.Message {
			m.Raw = append(m.Raw, v.add...)
			grow(m.Raw, 1, 3, len(v.add))
			at := wire.HeaderSize + 2 + 32
			at += 1 + int(m.Raw[at])
			at += 2 + int(m.Raw[at])<<8 + int(m.Raw[at+1])
			at += 1 + int(m.Raw[at])
			grow(m.Raw, at, 2, len(v.add))
			return m
		}
		client, server := p.ends()
		c, s := p.talk(client, server, nil)
		switch a := abort(s); {
		case v.want == handshake.None && (agreement(c) == nil || agreement(s) == nil):
			t.Errorf("%s: got %v, %v", v.name, abort(c), a)
		case v.want != handshake.None && (a == nil || a.Reason != v.want):
			t.Errorf("%s: got %v, want %v", v.name, a, v.want)
		}
	}
}

// grow adds to a length that stands in so many bytes.
func grow(b []byte, at, size, by int) {
	for i := at + size - 1; by > 0; i-- {
		by += int(b[i])
		b[i], by = byte(by), by>>8
	}
}

// An end can be made to say anything, in the clear and under its keys.
func TestUtterings(t *testing.T) {
	p := newPair(t)
	client, server := p.ends()
	client.Do(endpoint.Start{}, p.now)
	said := client.Do(endpoint.Utter{Type: recordlayer.Alert, Payload: []byte{1, 90}}, p.now)
	if got, want := wireOf(said), []byte{21, 3, 1, 0, 2, 1, 90}; !bytes.Equal(got, want) {
		t.Errorf("got %x, want %x", got, want)
	}
	if n, ok := lastAlert(server.Receive(wireOf(said), p.now)); !ok || n.Alert != 90 {
		t.Errorf("got %v, want the warning", n)
	}

	client, server = p.ends()
	p.talk(client, server, nil)
	said = client.Do(endpoint.Utter{Type: recordlayer.Handshake, Payload: []byte{20, 0, 0, 0}}, p.now)
	if a := abort(server.Receive(wireOf(said), p.now)); a == nil || a.Reason != handshake.OutOfOrder {
		t.Errorf("a Finished behind the handshake: got %v, want it out of order", a)
	}
}

// A message that is said by hand in the place of one that was left out is hashed as that
// would have been: the handshake succeeds.
func TestUtteredMessagesAreHashed(t *testing.T) {
	p := newPair(t)
	client, server := p.ends()
	server.Do(endpoint.Deviate{Edit: handshake.Edit{wire.KindServerHelloDone}}, p.now)
	done := endpoint.Utter{Type: recordlayer.Handshake, Payload: []byte{14, 0, 0, 0}}
	c, s := p.talk(client, server, func(from handshake.Side, b []byte) []byte {
		if from == handshake.Server && done.Payload != nil {
			b = append(b, wireOf(server.Do(done, p.now))...)
			done.Payload = nil
		}
		return b
	})
	if agreement(c) == nil || agreement(s) == nil {
		t.Errorf("got %v, %v", abort(c), abort(s))
	}
}

// Incomplete records and messages are all that an end keeps of its peer.
func TestBufferedIsWhatIsIncomplete(t *testing.T) {
	p := newPair(t)
	client, server := p.ends()
	hello := wireOf(client.Do(endpoint.Start{}, p.now))
	for i := range hello {
		if got := server.Buffered(); got != i {
			t.Fatalf("got %d, want %d", got, i)
		}
		server.Receive(hello[i:i+1], p.now)
	}
	if got := server.Buffered(); got != 0 {
		t.Errorf("got %d behind the ClientHello, want 0", got)
	}
	server.Receive([]byte{22, 3, 3, 0, 6, 16, 0, 1, 0, 7, 7, 22, 3}, p.now)
	if got := server.Buffered(); got != 8 {
		t.Errorf("got %d, want 6 of a message and 2 of a record", got)
	}
}

// A provider has all that is reckoned with public keys.
func TestProviderIsAsked(t *testing.T) {
	asked := map[string]int{}
	p := newPair(t)
	provider := handshake.Provider{
		NewKey: func(g wire.Group, rand io.Reader) (handshake.Ephemeral, error) {
			asked["NewKey"]++
			return handshake.NewKey(g, rand)
		},
		Parse: func(der []byte) (*x509.Certificate, error) {
			asked["Parse"]++
			return x509.ParseCertificate(der)
		},
		Verify: func(key crypto.PublicKey, hash crypto.Hash, digest, signature []byte) bool {
			asked["Verify"]++
			return handshake.Verify(key, hash, digest, signature)
		},
	}
	p.client.Provider, p.server.Provider = provider, provider
	p.connect()
	if asked["NewKey"] != 2 || asked["Parse"] != 1 || asked["Verify"] != 1 {
		t.Errorf("got %v", asked)
	}
	p.client.Provider.Verify, p.kept = func(crypto.PublicKey, crypto.Hash, []byte, []byte) bool { return false }, nil
	if got := p.aborts(handshake.Client, nil); got != handshake.SignatureWrong {
		t.Errorf("got %v, want %v", got, handshake.SignatureWrong)
	}
}
