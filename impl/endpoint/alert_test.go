package endpoint_test

import (
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/wire"
)

// An application's alert: a warning ends nothing, a fatal one the connection and
// its session at both ends (RFC 5246 7.2.2).
func TestSendAlert(t *testing.T) {
	p := newPair(t)
	p.client.Policy.Tickets = false
	client, server := p.ends()
	p.talk(client, server, nil)
	for _, n := range []endpoint.Notice{{Level: wire.Warning, Alert: 90}, {Level: wire.Fatal, Alert: 30}} {
		if p.cache.Len() != 1 || p.kept == nil || client.Dead() || server.Dead() {
			t.Fatalf("before the %v alert: %d sessions at the server, %v at the client", n.Level, p.cache.Len(), p.kept)
		}
		sent := client.Do(endpoint.SendAlert{Notice: n}, p.now)
		p.perform(sent)
		taken := server.Receive(wireOf(sent), p.now)
		p.perform(taken)
		if got, ok := lastAlert(taken); !ok || got != n {
			t.Errorf("got %v, want %v", got, n)
		}
	}
	if p.cache.Len() != 0 || p.kept != nil || !client.Dead() || !server.Dead() {
		t.Errorf("after the fatal alert: %d sessions at the server, %v at the client", p.cache.Len(), p.kept)
	}
}

// RFC 5246 7.2.1: close_notify says that "the sender will not send any more messages on
// this connection", whoever sends it.
func TestNothingFollowsACloseNotifyOfTheApplications(t *testing.T) {
	p := newPair(t)
	client, server := p.ends()
	p.talk(client, server, nil)
	bye := client.Do(endpoint.SendAlert{Notice: endpoint.Notice{Level: wire.Warning, Alert: wire.CloseNotify}}, p.now)
	if _, ok := lastAlert(server.Receive(wireOf(bye), p.now)); !ok {
		t.Error("the server took no alert")
	}
	for _, a := range []endpoint.Action{endpoint.Write{Data: []byte("x")}, endpoint.Renegotiate{}, endpoint.Close{}} {
		if did := client.Do(a, p.now); did != nil {
			t.Errorf("%T behind a close_notify: %v", a, did)
		}
	}
}

// RFC 5246 7.4.9: an end that has said close_notify cannot say Finished any more, so that
// in the middle of a handshake it gives up, and agrees on nothing.
func TestACloseNotifyGivesTheHandshakeUp(t *testing.T) {
	p := newPair(t)
	p.connect()
	client, server := p.ends()
	answer := server.Receive(wireOf(client.Do(endpoint.Start{}, p.now)), p.now)
	client.Do(endpoint.SendAlert{Notice: endpoint.Notice{Level: wire.Warning, Alert: wire.CloseNotify}}, p.now)
	if did := client.Receive(wireOf(answer), p.now); did != nil || !client.Dead() {
		t.Errorf("got %v, dead %t", did, client.Dead())
	}
}
