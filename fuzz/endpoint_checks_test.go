package fuzz

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/wire"
)

// broken are what ends must not do, a row for each way, and the check that sees it. The
// end is a client that has done nothing yet.
var broken = []struct {
	check string
	do    func(e, peer *end) *Violation
}{
	{"silence", func(e, _ *end) *Violation { e.over = true; return e.see(endpoint.Took{Kind: wire.KindFinished}) }},
	{"silence", func(e, _ *end) *Violation {
		e.closed = true
		return e.see(endpoint.Transmit{Kind: wire.KindAlert})
	}},
	{"silence", func(e, _ *end) *Violation {
		e.see(endpoint.Took{Kind: wire.KindAlert, Alert: endpoint.Notice{Level: wire.Fatal, Alert: 40}})
		return e.see(aborted(handshake.OutOfOrder, 21, 3, 3, 0, 2, 2, 10))
	}},
	{"silence", func(e, _ *end) *Violation { e.over = true; return e.settled() }}, // but it lives
	{"alert", func(e, _ *end) *Violation {
		e.Do(endpoint.Start{}, script.Epoch)
		e.Do(endpoint.Close{}, script.Epoch)
		return e.settled() // it is dead, and nobody has given it up
	}},
	{"alert", func(e, _ *end) *Violation { return e.see(aborted(handshake.OutOfOrder)) }},
	{"alert", func(e, _ *end) *Violation { return e.see(aborted(handshake.OutOfOrder, 22, 3, 3, 0, 2, 2, 10)) }},
	{"alert", func(e, _ *end) *Violation { return e.see(aborted(handshake.OutOfOrder, 21, 3, 3, 0, 2, 1, 10)) }},
	{"alert", func(e, _ *end) *Violation { return e.see(aborted(handshake.OutOfOrder, 21, 3, 3, 0, 2, 2, 40)) }},
	{"alert", func(e, _ *end) *Violation {
		return e.see(aborted(handshake.OutOfOrder, 21, 3, 3, 0, 2, 2, 10, 21, 3, 3, 0, 2, 2, 10))
	}},
	{"alert", func(e, _ *end) *Violation {
		e.changes = true
		return e.see(aborted(handshake.OutOfOrder, 21, 3, 3, 0, 2, 2, 10))
	}},
	{"reason", func(e, _ *end) *Violation {
		return e.see(aborted(handshake.InternalFailure, 21, 3, 3, 0, 2, 2, 80))
	}},
	{"reason", func(e, _ *end) *Violation { return e.see(aborted(handshake.SessionExpired, 21, 3, 3, 0, 2, 2, 255)) }},
	{"early-data", func(e, _ *end) *Violation { return e.see(endpoint.Took{Kind: wire.KindApplicationData}) }},
	{"early-data", func(e, _ *end) *Violation {
		e.agreed, e.changed = []*handshake.Agreement{nil}, true
		return e.see(endpoint.Took{Kind: wire.KindApplicationData})
	}},
	{"early-data", func(e, _ *end) *Violation { return e.see(endpoint.Transmit{Kind: wire.KindApplicationData}) }},
	{"data", func(e, peer *end) *Violation {
		peer.said, e.took = []byte("ab"), []byte("b")
		return e.sameData(peer)
	}},
	{"kept-unproved", func(e, _ *end) *Violation {
		e.order = []byte("HhckdKXFtx")
		return e.see(endpoint.Save{})
	}},
	{"order", func(e, _ *end) *Violation { return agreeOn(e, "HhckdKXFx", handshake.ByNothing, false) }},
	{"order", func(e, _ *end) *Violation { return agreeOn(e, "HhckdCKXFxf", handshake.ByNothing, false) }},
	{"order", func(e, _ *end) *Violation { return agreeOn(e, "HhckdKXFxtf", handshake.ByNothing, true) }},
	{"order", func(e, _ *end) *Violation { return agreeOn(e, "HhxfXF", handshake.ByNothing, false) }},
	{"order", func(e, _ *end) *Violation { return agreeOn(e, "HhckdKXFxf", handshake.ByTicket, false) }},
	{"ticket-promised", func(e, _ *end) *Violation { return agreeOn(e, "HhckdKXFxf", handshake.ByNothing, true) }},
	{"ticket-promised", func(e, _ *end) *Violation { return agreeOn(e, "HhckdKXFtxf", handshake.ByNothing, false) }},
	{"amplification", func(e, _ *end) *Violation {
		e.see(endpoint.Took{Kind: wire.KindCertificate})
		e.see(endpoint.Transmit{Kind: wire.KindCertificate, Wire: make([]byte, 1<<10)})
		return e.settled()
	}},
	{"memory", func(e, _ *end) *Violation { e.Receive([]byte{22, 3, 3}, script.Epoch); return e.settled() }},
	{"integrity", func(e, peer *end) *Violation {
		e.agreed = []*handshake.Agreement{nil}
		peer.sent = []byte{20, 3, 3, 0, 1, 1, 23, 3, 3, 0, 1, 7}
		peer.heard = []byte{20, 3, 3, 0, 1, 1, 23, 3, 3, 0, 1, 8}
		return e.intact(peer)
	}},
	{"transcript", func(e, peer *end) *Violation {
		peer.sent = []byte{22, 3, 3, 0, 4, 14, 0, 0, 0, 20, 3, 3, 0, 1, 1}
		peer.heard = []byte{22, 3, 3, 0, 5, 14, 0, 0, 1, 0, 20, 3, 3, 0, 1, 1}
		return e.sameMessages(peer)
	}},
	{"transcript", func(e, peer *end) *Violation {
		e.sent, e.heard, peer.knew = []byte{22, 3, 3, 0, 4, 14, 0, 0, 0}, []byte{22, 3, 3, 0, 4, 12, 0, 0, 0}, 9
		return e.sameMessages(peer)
	}},
}

func aborted(r handshake.Reason, alert ...byte) endpoint.Aborted {
	return endpoint.Aborted{Abort: &handshake.Abort{Reason: r}, Wire: alert}
}

// agreeOn has an end agree behind these messages.
func agreeOn(e *end, order string, by handshake.By, ticket bool) *Violation {
	e.order, e.offer, e.hello = []byte(order), &wire.ClientHello{Ticket: []byte{}}, &wire.ServerHello{Ticket: ticket}
	return e.see(endpoint.Agreed{Agreement: &handshake.Agreement{By: by}})
}

// What an end must not do is seen, each time by the check that is about it.
func TestEachCheckOfAnEndCanFail(t *testing.T) {
	for i, v := range broken {
		d := newDialogue(handshake.Server, world{})
		l := built(world{}).connect('t', &keep{}, asIs)
		client := &end{Endpoint: l.ends[handshake.Client], side: handshake.Client, honest: true}
		got := v.do(client, d.ends[handshake.Server])
		if got == nil || !strings.HasPrefix(got.Check, v.check+"/") {
			t.Errorf("row %d: got %v, want %s", i, got, v.check)
		}
	}
}

// Each promise of the hellos can be broken.
func TestEachPromiseCanFail(t *testing.T) {
	suite := wire.SuiteByID(0xc02b)
	for _, v := range []struct {
		promise string
		edit    func(o *wire.ClientHello, s *wire.ServerHello, a *handshake.Agreement)
	}{
		{"", func(*wire.ClientHello, *wire.ServerHello, *handshake.Agreement) {}},
		{"version", func(o *wire.ClientHello, _ *wire.ServerHello, _ *handshake.Agreement) { o.Version = wire.TLS11 }},
		{"suite", func(o *wire.ClientHello, _ *wire.ServerHello, _ *handshake.Agreement) { o.Suites = nil }},
		{"compression", func(_ *wire.ClientHello, s *wire.ServerHello, _ *handshake.Agreement) { s.Compression = 1 }},
		{"session-id", func(_ *wire.ClientHello, _ *wire.ServerHello, a *handshake.Agreement) { a.By = handshake.ByID }},
		{"server-name", func(_ *wire.ClientHello, s *wire.ServerHello, _ *handshake.Agreement) { s.ServerName = true }},
		{"max-fragment-length", func(_ *wire.ClientHello, s *wire.ServerHello, _ *handshake.Agreement) { s.MaxFragment = 1 }},
		{"protocol", func(_ *wire.ClientHello, s *wire.ServerHello, _ *handshake.Agreement) { s.Protocol = "h2" }},
		{"encrypt-then-mac", func(_ *wire.ClientHello, _ *wire.ServerHello, a *handshake.Agreement) { a.EncryptThenMAC = true }},
		{"extended-master-secret", func(_ *wire.ClientHello, s *wire.ServerHello, a *handshake.Agreement) { s.EMS, a.EMS = true, true }},
		{"ticket", func(_ *wire.ClientHello, s *wire.ServerHello, _ *handshake.Agreement) { s.Ticket = true }},
		{"renegotiation-info", func(_ *wire.ClientHello, s *wire.ServerHello, _ *handshake.Agreement) {
			s.RenegotiationInfo = []byte{1}
		}},
	} {
		e := &end{
			offer: &wire.ClientHello{Version: wire.TLS12, Suites: []uint16{suite.ID}},
			hello: &wire.ServerHello{Version: wire.TLS12, Suite: suite.ID},
		}
		a := &handshake.Agreement{Version: wire.TLS12, Suite: suite}
		v.edit(e.offer, e.hello, a)
		got := e.fits(a)
		if (v.promise == "") != (got == nil) || got != nil && !strings.HasPrefix(got.Check, "promise/"+v.promise+"/") {
			t.Errorf("%s: got %v", v.promise, got)
		}
		promised := func(p promise) bool { return p.name == v.promise }
		if v.promise != "" && !slices.ContainsFunc(promises, promised) {
			t.Errorf("%s is not promised", v.promise)
		}
	}
}

// A connection that has come to a halt is seen, unless somebody has disturbed it.
func TestAHaltIsSeen(t *testing.T) {
	for _, disturbed := range []bool{false, true} {
		d := newDialogue(handshake.Client, world{})
		for d.settle(); len(d.take()) > 0; {
		}
		d.clean = !disturbed
		d.end()
		if stuck := d.broken != nil && d.broken.Check == "stuck"; stuck == disturbed {
			t.Errorf("disturbed %t: got %v", disturbed, d.broken)
		}
	}
}

// An honest end that is told that it misbehaves is seen, unless somebody has disturbed it.
func TestAnAccusationIsSeen(t *testing.T) {
	for _, disturbed := range []bool{false, true} {
		d := newDialogue(handshake.Client, world{})
		d.deliver(handshake.Client, []byte{22, 3, 3, 0, 4, 14, 0, 0, 0})
		d.clean = !disturbed
		d.end()
		if accused := d.broken != nil && d.broken.Check == "accused/client"; accused == disturbed {
			t.Errorf("disturbed %t: got %v", disturbed, d.broken)
		}
	}
}

// Not even in the flight that ends the dialogue may the peer of who is accused misbehave.
func TestWhoMisbehavesAtTheEndAccusesNobody(t *testing.T) {
	var input []Piece
	for _, line := range []string{"world suite=psk signal=extension", "shorten Finished 11", "join"} {
		p, err := (dialogues{}).Read(line)
		if err != nil {
			t.Fatal(err)
		}
		input = append(input, p)
	}
	if _, err := judging(handshake.Server)((dialogues{}).Join(input)); err != nil {
		t.Error(err)
	}
}

// Defects that break what is judged here are found among the seeds.
func TestPlantedDefectsAreFound(t *testing.T) {
	t.Cleanup(func() { planted.Store(nil) })
	for name, check := range map[string]string{
		"ticket-after-ccs": "order/server", "srv-ccs-before-client-finished": "order/server", "skip-ccs": "order/server",
		"tls-unique-differs": "agreement", "ticket-bad-aborts-handshake": "reason/server",
	} {
		found := false
		for _, in := range []world{{}, {4: 1}, {6: 1}, {6: 4}} {
			for _, do := range []string{"flight", "repeat ChangeCipherSpec", "omit ChangeCipherSpec"} {
				if err := Plant(name); err != nil {
					t.Fatal(err)
				}
				data := slices.Clone(in[:])
				for _, line := range []string{do, "flight"} {
					p, err := dialogues{}.Read(line)
					if err != nil {
						t.Fatal(err)
					}
					data = append(data, p.Bytes...)
				}
				_, err := play(handshake.Server, data)
				v, ok := err.(*Violation)
				found = found || ok && v.Check == check
			}
		}
		if !found {
			t.Errorf("%s: %s did not fail", name, check)
		}
	}
}

// What is appended to a table changes no input that was there before: every choice and
// every verb has room, and what stands for nothing does nothing.
func TestTablesHaveRoom(t *testing.T) {
	if len(choices) > len(world{}) || len(verbs) > 64 {
		t.Errorf("got %d choices and %d verbs, want at most %d and 64", len(choices), len(verbs), len(world{}))
	}
	for _, c := range choices {
		if len(c.settings) > 16 {
			t.Errorf("%s: got %d settings, want at most 16", c.name, len(c.settings))
		}
	}
	nothing := append(bytes.Repeat([]byte{0xff}, len(world{})), 0xff, 0x3f)
	if w, rest := cut(nothing); w != (world{}) {
		t.Errorf("got %v, want the usual world", w)
	} else if c, _ := next(rest); c.of != nil {
		t.Errorf("got %s, want nothing", c.of.name)
	}
}
