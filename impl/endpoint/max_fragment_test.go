package endpoint_test

import (
	"bytes"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// longest is the length of the longest record behind its header.
func longest(records []byte) (most int) {
	for len(records) > 0 {
		size := int(records[3])<<8 | int(records[4])
		most, records = max(most, size), records[recordHeader+size:]
	}
	return most
}

// expansion is what AES-GCM adds to a payload (RFC 5288 3).
const expansion = 8 + 16

// newTalkativePair has a server with much to say: a chain that takes several
// records.
func newTalkativePair(t *testing.T) *pair {
	p := newPair(t)
	credential := *p.server.Hosts.Default.Credentials[0]
	for range 20 {
		credential.Chain = append(credential.Chain, credential.Chain[0])
	}
	p.server.Hosts = handshake.OneHost(&credential)
	p.client.Verify = func([][]byte, string) (string, error) { return "a.example", nil }
	return p
}

// RFC 6066 4: both "MUST immediately begin fragmenting messages (including
// handshake messages) to ensure that no fragment larger than the negotiated length
// is sent", "for the duration of the session including session resumptions".
func TestRecordsKeepToTheNegotiatedLength(t *testing.T) {
	for _, ask := range append([]wire.FragmentLength{0}, wire.FragmentLengths...) {
		for _, accept := range []bool{true, false} {
			for _, tickets := range []bool{true, false} {
				p := newTalkativePair(t)
				p.client.Policy.MaxFragment, p.client.Policy.Tickets = ask, tickets
				p.server.Policy.LimitFragments, p.server.Policy.Renew = accept, true
				limit := ask
				if !accept {
					limit = 0
				}
				for _, resumed := range []bool{false, true} {
					keepTo(t, p, limit, resumed)
				}
			}
		}
	}
}

func keepTo(t *testing.T, p *pair, limit wire.FragmentLength, resumed bool) {
	t.Helper()
	client, server := p.ends()
	flights := map[handshake.Side][]int{}
	c, s := p.talk(client, server, func(from handshake.Side, b []byte) []byte {
		flights[from] = append(flights[from], longest(b))
		return b
	})
	mine, theirs := agreement(c), agreement(s)
	if mine == nil || theirs == nil || mine.MaxFragment != limit || theirs.MaxFragment != limit {
		t.Fatalf("got %v, %v: want length %d agreed", abort(c), abort(s), limit)
	}
	if (mine.By != handshake.ByNothing) != resumed || p.kept.MaxFragment != limit {
		t.Errorf("length %d: got resumed by %v, and %d kept", limit, mine.By, p.kept.MaxFragment)
	}
	most := record(limit)
	// Without the extension the chain is in one record, which shows that the
	// measure works.
	if got := flights[handshake.Server][0]; got > most || !resumed && limit == 0 && got < 5000 {
		t.Errorf("length %d: the server's first flight has a record of %d", limit, got)
	}
	data := bytes.Repeat([]byte("0123456789"), 5000)
	for _, ends := range [][2]*endpoint.Endpoint{{client, server}, {server, client}} {
		sent := wireOf(ends[0].Do(endpoint.Write{Data: data}, p.now))
		if got, want := longest(sent), most+expansion; got != want {
			t.Errorf("length %d: got a record of %d, want %d", limit, got, want)
		}
		if got := received(ends[1].Receive(sent, p.now)); !bytes.Equal(got, data) {
			t.Errorf("length %d: got %d bytes, want %d", limit, len(got), len(data))
		}
	}
}

// record is the most that the payload of a record may have.
func record(limit wire.FragmentLength) int {
	if limit == 0 {
		return 1 << 14
	}
	return limit.Bytes()
}

// received is the application data that effects brought.
func received(effects []endpoint.Effect) (data []byte) {
	for _, f := range effects {
		if m, ok := f.(endpoint.Took); ok {
			data = append(data, m.Data...)
		}
	}
	return data
}

// A peer that sends more than was negotiated gets record_overflow, under no
// protection and under keys, to the byte.
func TestLongerThanNegotiatedIsRefused(t *testing.T) {
	for _, length := range wire.FragmentLengths {
		for _, extra := range []int{0, 1, 300, 1000} {
			for _, resumed := range []bool{false, true} {
				p := newPair(t)
				p.client.Policy.MaxFragment = length
				if resumed {
					p.connect()
				}
				client, server := p.ends()
				p.talk(client, server, nil)
				for _, ends := range [][2]*endpoint.Endpoint{{client, server}, {server, client}} {
					ends[0].Unlimited()
					got := ends[1].Receive(wireOf(ends[0].Do(endpoint.Write{Data: make([]byte, length.Bytes()+extra)}, p.now)), p.now)
					if a := abort(got); (a != nil) != (extra > 0) || a != nil && a.Reason != handshake.RecordTooLong {
						t.Errorf("%d bytes more than %d: got %v", extra, length.Bytes(), a)
					}
					if n, ok := lastAlert(ends[0].Receive(wireOf(got), p.now)); ok && n.Alert != wire.RecordOverflow {
						t.Errorf("the peer took %v", n)
					}
					if extra > 0 {
						break // the other direction is closed with it
					}
				}
			}
		}
	}
}

func TestLongHandshakeRecordIsRefused(t *testing.T) {
	p := newTalkativePair(t)
	p.client.Policy.MaxFragment = 1
	client, server := p.ends()
	flight := wireOf(server.Receive(wireOf(client.Do(endpoint.Start{}, p.now)), p.now))
	hello := recordHeader + int(flight[3])<<8 + int(flight[4])
	c := client.Receive(append(flight[:hello:hello], 22, 3, 3, 2, 1), p.now)
	if a := abort(c); a == nil || a.Reason != handshake.RecordTooLong {
		t.Errorf("got %v behind the ServerHello, want record_overflow", a)
	}
}

func TestIllegalFragmentLengths(t *testing.T) {
	for _, resumed := range []bool{false, true} { // that it is ignored on resumption makes it no more legal
		for _, value := range []byte{0, 5, 255} {
			p := newPair(t)
			p.client.Policy.MaxFragment = 3
			if resumed {
				p.connect()
			}
			client, server := p.ends()
			hello := bytes.Replace(wireOf(client.Do(endpoint.Start{}, p.now)), []byte{0, 1, 0, 1, 3}, []byte{0, 1, 0, 1, value}, 1)
			s := server.Receive(hello, p.now)
			if a := abort(s); a == nil || a.Reason != handshake.FragmentLengthIllegal {
				t.Errorf("%d: got %v", value, a)
			}
			if n, _ := lastAlert(client.Receive(wireOf(s), p.now)); n.Alert != wire.IllegalParameter {
				t.Errorf("%d: the client took %v", value, n)
			}
		}
	}
}

func TestAnswerOfOtherFragmentLengthIsRefused(t *testing.T) {
	for _, value := range []byte{0, 2, 4, 5} {
		p := newPair(t)
		p.client.Policy.MaxFragment = 3
		client, server := p.ends()
		flight := wireOf(server.Receive(wireOf(client.Do(endpoint.Start{}, p.now)), p.now))
		flight = bytes.Replace(flight, []byte{0, 1, 0, 1, 3}, []byte{0, 1, 0, 1, value}, 1)
		if a := abort(client.Receive(flight, p.now)); a == nil || a.Reason != handshake.OtherFragmentLength {
			t.Errorf("%d: got %v", value, a)
		}
	}
}

// RFC 6066 1.1: where "the older session is resumed, then the server MUST ignore the
// extensions and send a server hello containing none of the extension types".
func TestResumedServerHelloHasNoFragmentLength(t *testing.T) {
	p := newPair(t)
	p.client.Policy.Tickets, p.client.Policy.MaxFragment = false, 2
	p.connect()
	for _, asked := range []wire.FragmentLength{0, 1, 2} {
		got := p.answer(t, func(m *wire.ClientHello) { m.MaxFragment = asked })
		if !bytes.Equal(got.SessionID, p.kept.ID) || got.MaxFragment != 0 {
			t.Errorf("asked for %d: got session ID %x and length %d", asked, got.SessionID, got.MaxFragment)
		}
	}
}

// Some servers repeat the length of the session nevertheless. Another length than
// the session's is a lie.
func TestFragmentLengthOfResumedSession(t *testing.T) {
	for _, v := range []struct {
		session, asked, answered wire.FragmentLength
		want                     handshake.Reason
	}{
		{2, 2, 2, handshake.None},
		{0, 2, 2, handshake.ResumedOtherFragmentLength},
	} {
		p := newPair(t)
		p.client.Policy.Marker, p.client.Policy.MaxFragment = true, v.session
		p.connect()
		p.client.Policy.MaxFragment = v.asked
		client, server := p.ends()
		flight := wireOf(server.Receive(wireOf(client.Do(endpoint.Start{}, p.now)), p.now))
		flight = rewrite(t, flight, &wire.ServerHello{}, func(m *wire.ServerHello) { m.MaxFragment = v.answered })
		got := handshake.None
		if a := abort(client.Receive(flight, p.now)); a != nil {
			got = a.Reason
		}
		// The Finished covers what the server really said.
		if v.want == handshake.None && got == handshake.FinishedWrong {
			got = handshake.None
		}
		if got != v.want {
			t.Errorf("%+v: got %v", v, got)
		}
	}
}

func TestSessionOfOtherFragmentLengthIsNotOffered(t *testing.T) {
	for _, v := range []struct {
		had, wants wire.FragmentLength
		offered    bool
	}{{2, 2, true}, {2, 1, false}, {2, 0, false}, {0, 2, true}} {
		p := newPair(t)
		p.client.Policy.MaxFragment = v.had
		p.connect()
		p.client.Policy.MaxFragment = v.wants
		if a := p.connect(); (a.By != handshake.ByNothing) != v.offered {
			t.Errorf("%+v: resumed by %v", v, a.By)
		}
	}
}

// A renegotiation may change the length. What the other end sends before it has new
// keys may still be as long as it was.
func TestRenegotiationChangesTheFragmentLength(t *testing.T) {
	for _, lengths := range [][]wire.FragmentLength{{0, 1, 0}, {1, 4, 1}, {4, 1, 2}} {
		var l *line
		for i, length := range lengths {
			if i == 0 {
				p := newTalkativePair(t)
				freely(p)
				p.client.Policy.MaxFragment = length
				l = p.open()
				continue
			}
			l.pair.client.Policy.MaxFragment = length
			long := bytes.Repeat([]byte("x"), record(lengths[i-1]))
			crossing := wireOf(l.ends[0].Do(endpoint.Write{Data: long}, l.now))
			begun := l.ends[0].Do(endpoint.Renegotiate{}, l.now)
			if got := received(l.ends[1].Receive(crossing, l.now)); !bytes.Equal(got, long) {
				t.Errorf("%v: got %d bytes that were on their way, want %d", lengths, len(got), len(long))
			}
			l.carry(handshake.Client, begun)
			if a := agreement(l.last[0]); a == nil || a.MaxFragment != length {
				t.Fatalf("%v: got %v, %v", lengths, a, abort(l.last[0]))
			}
			l.works()
			sent := wireOf(l.ends[1].Do(endpoint.Write{Data: make([]byte, 20000)}, l.now))
			if got, want := longest(sent), record(length)+expansion; got != want {
				t.Errorf("%v: got a record of %d, want %d", lengths, got, want)
			}
			if got := received(l.ends[0].Receive(sent, l.now)); len(got) != 20000 {
				t.Errorf("%v: got %d bytes: %v", lengths, len(got), l.ends[0].Dead())
			}
		}
		l.ends[1].Unlimited()
		last := record(lengths[len(lengths)-1])
		if last == 1<<14 {
			continue // nothing longer can be sent
		}
		l.carry(handshake.Server, l.ends[1].SendData(make([]byte, last+1)))
		l.aborted(t, handshake.RecordTooLong)
	}
}

// Between the ServerHello and the new keys a record of the old length passes.
func TestOldFragmentLengthLastsUntilTheKeys(t *testing.T) {
	p := newPair(t)
	freely(p)
	l := p.open()
	p.client.Policy.MaxFragment = 1
	hello := wireOf(l.ends[0].Do(endpoint.Renegotiate{}, l.now))
	l.ends[0].Unlimited()
	l.ends[1].Receive(hello, l.now)
	crossing := l.ends[0].SendData(make([]byte, 600))
	if got := received(l.ends[1].Receive(wireOf(crossing), l.now)); len(got) != 600 {
		t.Errorf("got %d bytes that were on their way, want 600", len(got))
	}
}

func TestClientDoesNotAskForAnIllegalFragmentLength(t *testing.T) {
	p := newPair(t)
	p.client.Policy.MaxFragment = 5
	if _, err := endpoint.New(handshake.Client, &p.client); err == nil {
		t.Error("a client that would ask for 5 was made")
	}
}
