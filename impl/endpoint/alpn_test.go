package endpoint_test

import (
	"slices"
	"strings"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

func TestServerChoosesTheProtocol(t *testing.T) {
	for _, v := range []struct {
		client, server []string
		choose         func(own, offered []string) (string, handshake.Reason)
		want           string
		alert          handshake.Reason
	}{
		{[]string{"a", "b", "c"}, []string{"c", "b"}, handshake.SharedProtocol, "c", handshake.None},
		{[]string{"a", "b", "c"}, []string{"x", "b", "a"}, handshake.SharedProtocolOrNone, "b", handshake.None},
		{[]string{"a"}, []string{"b"}, handshake.SharedProtocol, "", handshake.NoSharedProtocol},
		{[]string{"a"}, []string{"b"}, handshake.SharedProtocolOrNone, "", handshake.None},
		{[]string{"a"}, nil, handshake.SharedProtocol, "", handshake.None}, // does not know the extension
		{nil, []string{"a"}, handshake.SharedProtocol, "", handshake.None}, // and here the client does not
		{[]string{"\x00\xff", strings.Repeat("n", 255)}, []string{"\x00\xff"}, handshake.SharedProtocol, "\x00\xff", handshake.None},
	} {
		p := newPair(t)
		p.client.Policy.Protocols, p.server.Policy.Protocols = v.client, v.server
		p.server.Policy.ChooseProtocol = v.choose
		client, server := p.ends()
		c, s := p.talk(client, server, nil)
		if v.alert != handshake.None {
			n, _ := lastAlert(c)
			if a := abort(s); a == nil || a.Reason != v.alert || n.Alert != wire.NoApplicationProtocol {
				t.Errorf("%q and %q: got %v, and the client took %v", v.client, v.server, a, n)
			}
			continue
		}
		if agreement(c) == nil || agreement(c).Protocol != v.want || agreement(s).Protocol != v.want {
			t.Errorf("%q and %q: got %v, %v, want %q", v.client, v.server, agreement(c), agreement(s), v.want)
		}
	}
}

// RFC 7301 3.1: "When session resumption or session tickets are used, the previous
// contents of this extension are irrelevant".
func TestProtocolIsNegotiatedAnewOnResumption(t *testing.T) {
	for _, tickets := range []bool{true, false} {
		p := newPair(t)
		p.client.Policy.Tickets = tickets
		p.server.Policy.Protocols = []string{"a", "b"}
		for i, v := range []struct {
			offer []string
			want  string
		}{{[]string{"a", "b"}, "a"}, {[]string{"b"}, "b"}, {nil, ""}, {[]string{"a"}, "a"}} {
			p.client.Policy.Protocols = v.offer
			a := p.connect()
			if a.Protocol != v.want || (a.By == handshake.ByNothing) != (i == 0) {
				t.Errorf("tickets %t, offering %q: got %q, resumed by %v, want %q", tickets, v.offer, a.Protocol, a.By, v.want)
			}
		}
		p.client.Policy.Protocols = []string{"c"}
		client, server := p.ends()
		if _, s := p.talk(client, server, nil); abort(s) == nil || abort(s).Reason != handshake.NoSharedProtocol {
			t.Errorf("tickets %t: got %v, want no shared protocol", tickets, abort(s))
		}
	}
}

func TestClientRefusesAProtocolThatItDidNotOffer(t *testing.T) {
	p := newPair(t)
	p.client.Policy.Protocols, p.server.Policy.Protocols = []string{"a", "b"}, []string{"b"}
	client, server := p.ends()
	flight := wireOf(server.Receive(wireOf(client.Do(endpoint.Start{}, p.now)), p.now))
	lie := rewrite(t, flight, &wire.ServerHello{}, func(m *wire.ServerHello) { m.Protocol = "ab" })
	if a := abort(client.Receive(lie, p.now)); a == nil || a.Reason != handshake.ProtocolNotOffered {
		t.Errorf("got %v, want a protocol that was not offered", a)
	}
}

func TestProtocolsThatDoNotEncodeAreRefused(t *testing.T) {
	for _, names := range [][]string{
		{""}, {"a", ""}, {strings.Repeat("n", 256)}, slices.Repeat([]string{strings.Repeat("n", 255)}, 100),
	} {
		p := newPair(t)
		p.client.Policy.Protocols = names
		if _, err := endpoint.New(handshake.Client, &p.client); err == nil || !strings.Contains(err.Error(), "protocols") {
			t.Errorf("%d names: got %v", len(names), err)
		}
	}
}
