package endpoint_test

import (
	"bytes"
	"cmp"
	"crypto"
	"errors"
	"io"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// A recordOf is a record as it stands on the wire.
type recordOf struct {
	typ     byte
	payload []byte
}

func recordsOf(b []byte) (all []recordOf) {
	for len(b) > 0 {
		end := recordHeader + int(b[3])<<8 + int(b[4])
		all = append(all, recordOf{b[0], b[recordHeader:end]})
		b = b[end:]
	}
	return all
}

// However a handshake is cut into records and joined in them, both ends take it:
// every size of fragment up to that of the longest flight, with every message on
// its own and with all that can share a record in one.
func TestEveryPackingIsTaken(t *testing.T) {
	longest := 0
	for _, coalesce := range []bool{false, true} {
		for fragment := 0; fragment <= max(longest, 1)+1; fragment++ {
			p := newPair(t)
			packing := handshake.Packing{Fragment: fragment, Coalesce: coalesce}
			p.client.Policy.Packing, p.server.Policy.Packing = packing, packing
			for _, by := range []handshake.By{handshake.ByNothing, handshake.ByTicket} {
				client, server := p.ends()
				c, s := p.talk(client, server, nil)
				if a, b := agreement(c), agreement(s); a == nil || b == nil || a.By != by || !bytes.Equal(a.Master, b.Master) {
					t.Fatalf("%+v: got %v and %v, client %v, server %v", packing, a, b, abort(c), abort(s))
				}
				longest = max(longest, packed(t, packing, c), packed(t, packing, s))
			}
		}
	}
	if longest < 400 {
		t.Errorf("tried fragments up to %d bytes, want them as long as a flight", longest)
	}
}

// packed holds what an end sent in the clear against its packing, and gives the
// longest run of handshake bytes.
func packed(t *testing.T, packing handshake.Packing, effects []endpoint.Effect) (longest int) {
	t.Helper()
	var messages [][]byte // in the clear, hence none behind the ChangeCipherSpec
	var wires []byte
	begins := true
	for _, f := range effects {
		m, ok := f.(endpoint.Transmit)
		if !ok {
			continue
		}
		if m.Kind == wire.KindChangeCipherSpec {
			break
		}
		raw, err := wire.Encode(m.Body)
		if err != nil {
			t.Fatal(err)
		}
		if !begins && packing.Coalesce {
			messages[len(messages)-1] = append(messages[len(messages)-1], raw.Raw...)
		} else {
			messages = append(messages, raw.Raw)
		}
		wires = append(wires, m.Wire...)
		begins = m.Kind == wire.KindClientHello || m.Kind == wire.KindServerHelloDone // the ends of flights
	}
	var want [][]byte
	for _, m := range messages {
		longest = max(longest, len(m))
		want = slices.AppendSeq(want, slices.Chunk(m, cmp.Or(packing.Fragment, len(m))))
	}
	got := recordsOf(wires)
	if !slices.EqualFunc(got, want, func(r recordOf, m []byte) bool { return r.typ == 22 && bytes.Equal(r.payload, m) }) {
		t.Fatalf("%+v: got %d records, want %d", packing, len(got), len(want))
	}
	return longest
}

// What a peer may do with the plain part of its flight, it may do in any way.
func TestRecordBoundariesMeanNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := newPair(t)
		client, server := p.ends()
		c, s := p.talk(client, server, func(_ handshake.Side, b []byte) []byte { return repacked(rt, b) })
		if agreement(c) == nil || agreement(s) == nil {
			rt.Fatalf("client %v, server %v", abort(c), abort(s))
		}
	})
}

// repacked joins neighbouring handshake records in the clear and cuts them anew.
// Empty ones are no part of it: RFC 5246 6.2.1 has none of handshakes.
func repacked(t *rapid.T, b []byte) (out []byte) {
	var run []byte
	flush := func() {
		for len(run) > 0 {
			n := rapid.IntRange(1, len(run)).Draw(t, "record")
			out = append(append(out, 22, 3, 3, byte(n>>8), byte(n)), run[:n]...)
			run = run[n:]
		}
	}
	clear := true
	for _, r := range recordsOf(b) {
		if clear && r.typ == 22 {
			run = append(run, r.payload...)
			continue
		}
		flush()
		clear = false // from the ChangeCipherSpec on
		out = append(append(out, r.typ, 3, 3, byte(len(r.payload)>>8), byte(len(r.payload))), r.payload...)
	}
	flush()
	return out
}

// RFC 5246 7.1: the keys change between messages, never within one.
func TestMessageDoesNotSpanAChangeOfKeys(t *testing.T) {
	p := newPair(t)
	client, server := p.ends()
	flight := wireOf(server.Receive(wireOf(client.Do(endpoint.Start{}, p.now)), p.now))
	c := wireOf(client.Receive(flight, p.now))
	records := recordsOf(c)
	key := records[0].payload
	cut := append([]byte{22, 3, 3, 0, byte(len(key) - 1)}, key[:len(key)-1]...)
	rest := c[recordHeader+len(key):]
	if a := abort(server.Receive(append(cut, rest...), p.now)); a == nil || a.Reason != handshake.MessageAcrossKeys {
		t.Errorf("got %v", a)
	}
}

// A mute key has what certificates say of it, and signs nothing.
type mute struct{ crypto.Signer }

func (mute) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
	return nil, errors.New("out of ink")
}

// An alert goes out behind what was held back, and not instead of it.
func TestHeldMessagesGoBeforeAnAlert(t *testing.T) {
	p := newPair(t)
	p.server.Policy.Packing.Coalesce = true
	real := p.server.Hosts.Default.Credentials[0]
	p.server.Hosts = handshake.OneHost(&handshake.Credential{Chain: real.Chain, Key: mute{real.Key}})
	client, server := p.ends()
	c, s := p.talk(client, server, nil)
	if got := recordsOf(wireOf(s)); len(got) != 2 || got[0].typ != 22 || got[1].typ != 21 {
		t.Errorf("got records %v", got)
	}
	if n, ok := lastAlert(c); !ok || n != (endpoint.Notice{Level: wire.Fatal, Alert: wire.InternalError}) {
		t.Errorf("the client took %v", n)
	}
}
