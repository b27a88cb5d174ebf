package endpoint_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// A line is a connection whose handshake is over, with what both ends did last.
type line struct {
	*pair
	ends [2]*endpoint.Endpoint
	last [2][]endpoint.Effect
}

// open connects two ends that accept every renegotiation, unless edit says
// otherwise. What edit changes of the pair counts for each handshake that begins
// later.
func open(t fataler, edit func(*pair)) *line {
	t.Helper()
	p := newPair(t)
	p.client.Policy.Renegotiation, p.server.Policy.Renegotiation = handshake.Freely, handshake.Freely
	if edit != nil {
		edit(p)
	}
	return p.open()
}

func (p *pair) open() *line {
	p.t.Helper()
	l := p.line()
	l.last[0], l.last[1] = p.talk(l.ends[0], l.ends[1], nil)
	if agreement(l.last[0]) == nil || agreement(l.last[1]) == nil {
		p.t.Fatalf("the handshake did not complete: client %v, server %v", abort(l.last[0]), abort(l.last[1]))
	}
	return l
}

// line makes two ends that the configurations of the pair govern from now on.
func (p *pair) line() *line {
	p.t.Helper()
	p.client.Session = p.kept
	client, err := endpoint.New(handshake.Client, &p.client)
	if err != nil {
		p.t.Fatal(err)
	}
	server, err := endpoint.New(handshake.Server, &p.server)
	if err != nil {
		p.t.Fatal(err)
	}
	return &line{pair: p, ends: [2]*endpoint.Endpoint{client, server}}
}

// do lets one end do something and carries what follows to its end.
func (l *line) do(side handshake.Side, a endpoint.Action) {
	l.carry(side, l.ends[side].Do(a, l.now))
}

func (l *line) carry(side handshake.Side, begun []endpoint.Effect) {
	l.last[0], l.last[1] = l.pair.carry(l.ends[0], l.ends[1], side, begun, nil)
}

// renegotiates wants another handshake, and what both ends agree on.
func (l *line) renegotiates(side handshake.Side) handshake.Agreement {
	l.t.Helper()
	l.do(side, endpoint.Renegotiate{})
	c, s := agreement(l.last[0]), agreement(l.last[1])
	if c == nil || s == nil {
		l.t.Fatalf("the renegotiation did not complete: client %v, server %v", abort(l.last[0]), abort(l.last[1]))
	}
	if !bytes.Equal(c.Master, s.Master) || !bytes.Equal(c.TLSUnique, s.TLSUnique) || c.By != s.By || c.Renegotiations != s.Renegotiations {
		l.t.Fatalf("the ends do not agree: %v %d, %v %d", c, c.Renegotiations, s, s.Renegotiations)
	}
	l.works()
	return *c
}

// works shows that data flows both ways.
func (l *line) works() {
	l.t.Helper()
	for side := range l.ends {
		from := handshake.Side(side)
		l.do(from, endpoint.Write{Data: []byte("data")})
		got := data(l.last[from.Peer()])
		if string(got) != "data" {
			l.t.Fatalf("%s: got %q, want data: %v", from.Peer(), got, abort(l.last[from.Peer()]))
		}
	}
}

// data is the application data that an end took.
func data(effects []endpoint.Effect) (all []byte) {
	for _, f := range effects {
		if m, ok := f.(endpoint.Took); ok && m.Kind == wire.KindApplicationData {
			all = append(all, m.Data...)
		}
	}
	return all
}

// sent is the last message of a kind that an end sent, as it was made.
func sent[B wire.Body](effects []endpoint.Effect) (body B) {
	for _, f := range effects {
		if m, ok := f.(endpoint.Transmit); ok {
			if b, ok := m.Body.(B); ok {
				body = b
			}
		}
	}
	return body
}

func finisheds(l *line) (client, server []byte) {
	return sent[*wire.Finished](l.last[0]).VerifyData, sent[*wire.Finished](l.last[1]).VerifyData
}

// RFC 5746 3.5 and 3.7, whoever begins, behind full and abbreviated handshakes
// (3.4: "this section and Section 3.5 apply to both"), as often as one likes.
func TestRenegotiations(t *testing.T) {
	for _, resumed := range []bool{false, true} {
		for _, side := range []handshake.Side{handshake.Client, handshake.Server} {
			t.Run(fmt.Sprintf("by the %s, resumed %t", side, resumed), func(t *testing.T) {
				l := open(t, nil)
				if resumed {
					l = l.open()
				}
				before := *agreement(l.last[0])
				if (before.By != handshake.ByNothing) != resumed || !before.SecureRenegotiation {
					t.Fatalf("got %v, secure %t", before, before.SecureRenegotiation)
				}
				random := sent[*wire.ClientHello](l.last[0]).Random
				for n := range 3 {
					c, s := finisheds(l)
					l.do(side, endpoint.Renegotiate{})
					hello, answer := sent[*wire.ClientHello](l.last[0]), sent[*wire.ServerHello](l.last[1])
					now := agreement(l.last[0])
					switch {
					case now == nil || agreement(l.last[1]) == nil:
						t.Fatalf("%d: client %v, server %v", n, abort(l.last[0]), abort(l.last[1]))
					case !bytes.Equal(hello.RenegotiationInfo, c) || slices.Contains(hello.Suites, wire.EmptyRenegotiationInfoSCSV):
						t.Errorf("%d: the ClientHello has %x and suites %x, want %x and no SCSV", n, hello.RenegotiationInfo, hello.Suites, c)
					case !bytes.Equal(answer.RenegotiationInfo, slices.Concat(c, s)):
						t.Errorf("%d: the ServerHello has %x, want %x%x", n, answer.RenegotiationInfo, c, s)
					case hello.Random == random || bytes.Equal(now.Master, before.Master) || bytes.Equal(now.TLSUnique, before.TLSUnique):
						t.Errorf("%d: the second handshake repeats the first", n)
					case now.Renegotiations != n+1 || now.By != handshake.ByNothing || !now.SecureRenegotiation:
						t.Errorf("%d: got %v, %d renegotiations", n, now, now.Renegotiations)
					case !bytes.Equal(now.Master, agreement(l.last[1]).Master):
						t.Errorf("%d: the ends do not agree", n)
					}
					before, random = *now, hello.Random
					hold := l.last
					l.works()
					l.last = hold
				}
			})
		}
	}
}

// A server's HelloRequest may find its client in the middle of a sentence, or
// saying hello by itself.
func TestHelloRequestCrossesWhatTheClientSays(t *testing.T) {
	l := open(t, nil)
	words := wireOf(l.ends[0].Do(endpoint.Write{Data: []byte("words")}, l.now))
	ask := wireOf(l.ends[1].Do(endpoint.Renegotiate{}, l.now))
	if again := l.ends[1].Do(endpoint.Renegotiate{}, l.now); again != nil || !l.ends[1].Asking() {
		t.Errorf("the HelloRequest is repeated: %v", again) // RFC 5246 7.4.1.1: SHOULD NOT
	}
	if got := data(l.ends[1].Receive(words, l.now)); string(got) != "words" {
		t.Errorf("got %q behind the HelloRequest", got)
	}
	hello := l.ends[0].Do(endpoint.Renegotiate{}, l.now)
	if silent := l.ends[0].Receive(ask, l.now); wireOf(silent) != nil || abort(silent) != nil {
		t.Errorf("a HelloRequest within a handshake: got %v, want it ignored", silent)
	}
	l.carry(handshake.Client, hello)
	if agreement(l.last[0]) == nil || agreement(l.last[1]) == nil {
		t.Fatalf("client %v, server %v", abort(l.last[0]), abort(l.last[1]))
	}
	l.works()
}

// What each policy answers to a peer that asks again and again.
func TestAnswersToAPeerThatAsks(t *testing.T) {
	const ok, warning, fatal, silence, told = "renegotiates", "warning", "fatal", "silence", "told"
	for name, want := range map[string][2][3]string{ // of the client and of the server
		"refuse":         {{warning, warning, warning}, {warning, warning, warning}},
		"refuse-fatally": {{fatal}, {fatal}},
		"ignore":         {{silence, silence, silence}, {silence}},
		"once":           {{ok, warning, warning}, {ok, warning, warning}},
		"freely":         {{ok, ok, ok}, {ok, ok, ok}},
		"until-first":    {{warning, warning}, {warning, warning}},
		"explicitly":     {{told, told}, {warning, warning}},
	} {
		for side, answers := range want {
			t.Run(fmt.Sprintf("%s, %s", name, handshake.Side(side)), func(t *testing.T) {
				asked, asking := handshake.Side(side), handshake.Side(side).Peer()
				l := open(t, func(p *pair) {
					[2]*handshake.Config{&p.client, &p.server}[side].Policy.Renegotiation = handshake.Renegotiations[name]
				})
				for n, want := range answers {
					if want == "" {
						continue
					}
					l.do(asking, endpoint.Renegotiate{})
					got := silence
					switch notice, alerted := lastAlert(l.last[asking]); {
					case agreement(l.last[asked]) != nil:
						got = ok
					case alerted && notice == endpoint.Notice{Level: wire.Warning, Alert: wire.NoRenegotiation}:
						got = warning
					case alerted && notice == endpoint.Notice{Level: wire.Fatal, Alert: wire.NoRenegotiation}:
						got = fatal
					case slices.Contains(l.last[asked], endpoint.Effect(endpoint.Asked{})):
						got = told
					}
					if got != want {
						t.Fatalf("%d: got %s, want %s: %v", n, got, want, abort(l.last[asked]))
					}
					switch {
					case want == fatal:
						if a := abort(l.last[asked]); a == nil || a.Reason != handshake.RenegotiationRefused || l.ends[asking].Open() {
							t.Errorf("got %v", a)
						}
						return
					case want == warning && !slices.Contains(l.last[asking], endpoint.Effect(endpoint.Refused{})):
						t.Error("the end that asked was not told")
					case want == told && !l.ends[asked].Open():
						t.Error("something began by itself")
					case want == silence && asking == handshake.Client:
						return // it waits for ever
					}
					l.works()
					if want == told {
						l.renegotiates(asked)
					}
				}
			})
		}
	}
}

// With the application's own wish the policy has nothing to do, at a server not
// even with the ClientHello that answers it.
func TestApplicationRenegotiatesWhateverThePolicy(t *testing.T) {
	for name, policy := range handshake.Renegotiations {
		l := open(t, func(p *pair) { p.client.Policy.Renegotiation = policy })
		l.renegotiates(handshake.Client)
		l = open(t, func(p *pair) { p.server.Policy.Renegotiation = policy })
		if l.renegotiates(handshake.Server).Renegotiations != 1 {
			t.Errorf("%s: no renegotiation", name)
		}
	}
}

// bound is a ClientHello that renegotiates as it should, made of the one that came
// first, and likewise the ServerHello.
func bound(l *line) (*wire.ClientHello, *wire.ServerHello) {
	c, s := finisheds(l)
	hello, answer := *sent[*wire.ClientHello](l.last[0]), *sent[*wire.ServerHello](l.last[1])
	hello.Suites = slices.DeleteFunc(slices.Clone(hello.Suites), func(id uint16) bool { return id == wire.EmptyRenegotiationInfoSCSV })
	hello.RenegotiationInfo, answer.RenegotiationInfo = c, slices.Concat(c, s)
	answer.SessionID, answer.Ticket = nil, false
	return &hello, &answer
}

func flip(b []byte, bit int) []byte {
	b = bytes.Clone(b)
	b[bit/8] ^= 1 << (bit % 8)
	return b
}

// RFC 5746 3.7: what a server refuses in a renegotiation, and 4.4 of a legacy one.
func TestServerRefusesARenegotiatingHello(t *testing.T) {
	type test struct {
		name   string
		legacy bool
		edit   func(*wire.ClientHello)
		want   handshake.Reason
	}
	scsv := func(m *wire.ClientHello) { m.Suites = append(m.Suites, wire.EmptyRenegotiationInfoSCSV) }
	none := func(m *wire.ClientHello) { m.RenegotiationInfo = nil }
	tests := []test{
		{"as it should be", false, func(*wire.ClientHello) {}, handshake.None},
		{"with the SCSV", false, scsv, handshake.SCSVInRenegotiation},
		{"with the SCSV alone", false, func(m *wire.ClientHello) { scsv(m); none(m) }, handshake.SCSVInRenegotiation},
		{"without the extension", false, none, handshake.RenegotiationInfoMissing},
		{"with an empty one", false, func(m *wire.ClientHello) { m.RenegotiationInfo = []byte{} }, handshake.RenegotiationInfoWrong},
		{"with a longer one", false, func(m *wire.ClientHello) { m.RenegotiationInfo = append(m.RenegotiationInfo, 0) }, handshake.RenegotiationInfoWrong},
		{"with half of it", false, func(m *wire.ClientHello) { m.RenegotiationInfo = m.RenegotiationInfo[:6] }, handshake.RenegotiationInfoWrong},
		{"legacy, as it should be", true, none, handshake.None},
		{"legacy, with the SCSV", true, func(m *wire.ClientHello) { none(m); scsv(m) }, handshake.SCSVInRenegotiation},
		{"legacy, with the extension", true, func(*wire.ClientHello) {}, handshake.LegacyTurnedSecure},
		{"legacy, with an empty one", true, func(m *wire.ClientHello) { m.RenegotiationInfo = []byte{} }, handshake.LegacyTurnedSecure},
	}
	for bit := range 12 * 8 {
		tests = append(tests, test{fmt.Sprintf("bit %d", bit), false, func(m *wire.ClientHello) { m.RenegotiationInfo = flip(m.RenegotiationInfo, bit) }, handshake.RenegotiationInfoWrong})
	}
	for _, v := range tests {
		t.Run(v.name, func(t *testing.T) {
			l := open(t, func(p *pair) {
				p.server.Policy.Legacy = handshake.LegacyRenegotiates
				p.client.Policy.Unpatched = v.legacy
			})
			hello, _ := bound(l)
			v.edit(hello)
			m, err := wire.Encode(hello)
			if err != nil {
				t.Fatal(err)
			}
			s := l.ends[1].Receive(wireOf(l.ends[0].SendRaw(m)), l.now)
			got := handshake.None
			if a := abort(s); a != nil {
				got = a.Reason
			}
			if got != v.want {
				t.Fatalf("got %q, want %q", got, v.want)
			}
			if v.want == handshake.None {
				if sent[*wire.ServerHello](s) == nil {
					t.Error("got no ServerHello")
				}
				return
			}
			if n, ok := lastAlert(l.ends[0].Receive(wireOf(s), l.now)); !ok || n != (endpoint.Notice{Level: wire.Fatal, Alert: wire.HandshakeFailure}) {
				t.Errorf("the client took %v", n)
			}
		})
	}
}

// RFC 5746 3.5 and 4.2: what a client refuses.
func TestClientRefusesARenegotiatingAnswer(t *testing.T) {
	type test struct {
		name   string
		legacy bool
		edit   func(*wire.ServerHello)
		want   handshake.Reason
	}
	none := func(m *wire.ServerHello) { m.RenegotiationInfo = nil }
	tests := []test{
		{"as it should be", false, func(*wire.ServerHello) {}, handshake.None},
		{"without the extension", false, none, handshake.RenegotiationInfoMissing},
		{"with an empty one", false, func(m *wire.ServerHello) { m.RenegotiationInfo = []byte{} }, handshake.RenegotiationInfoWrong},
		{"with the first half", false, func(m *wire.ServerHello) { m.RenegotiationInfo = m.RenegotiationInfo[:12] }, handshake.RenegotiationInfoWrong},
		{"with a longer one", false, func(m *wire.ServerHello) { m.RenegotiationInfo = append(m.RenegotiationInfo, 0) }, handshake.RenegotiationInfoWrong},
		{"legacy, as it should be", true, none, handshake.None},
		{"legacy, with the extension", true, func(*wire.ServerHello) {}, handshake.LegacyTurnedSecure},
		{"legacy, with an empty one", true, func(m *wire.ServerHello) { m.RenegotiationInfo = []byte{} }, handshake.LegacyTurnedSecure},
	}
	for bit := range 24 * 8 {
		tests = append(tests, test{fmt.Sprintf("bit %d", bit), false, func(m *wire.ServerHello) { m.RenegotiationInfo = flip(m.RenegotiationInfo, bit) }, handshake.RenegotiationInfoWrong})
	}
	for _, v := range tests {
		t.Run(v.name, func(t *testing.T) {
			l := open(t, func(p *pair) {
				p.client.Policy.Legacy = handshake.LegacyRenegotiates
				p.server.Policy.Unpatched = v.legacy
			})
			_, answer := bound(l)
			v.edit(answer)
			l.ends[0].Do(endpoint.Renegotiate{}, l.now)
			m, err := wire.Encode(answer)
			if err != nil {
				t.Fatal(err)
			}
			c := l.ends[0].Receive(wireOf(l.ends[1].SendRaw(m)), l.now)
			got := handshake.None
			if a := abort(c); a != nil {
				got = a.Reason
			}
			if got != v.want {
				t.Fatalf("got %q, want %q", got, v.want)
			}
			if v.want != handshake.None && (v.want.Alert() != wire.HandshakeFailure || len(wireOf(c)) == 0) {
				t.Errorf("got %v, want handshake_failure on the wire", v.want.Alert())
			}
		})
	}
}

// RFC 5746 4: what an end does with a peer from before it.
func TestPeersFromBeforeRFC5746(t *testing.T) {
	for _, v := range []struct {
		legacy handshake.Legacy
		refuse [2]bool // a client, a server
		ok     bool
	}{
		{handshake.LegacyConnects, [2]bool{}, false},
		{handshake.LegacyRefused, [2]bool{true, true}, false},
		{handshake.LegacyRenegotiates, [2]bool{}, true},
		// RFC 9325 3.5, "the client MUST generate a fatal handshake_failure alert".
		{handshake.DefaultPolicy().Legacy, [2]bool{handshake.Client: true}, false},
	} {
		for _, side := range []handshake.Side{handshake.Client, handshake.Server} {
			t.Run(fmt.Sprintf("%d at the %s", v.legacy, side), func(t *testing.T) {
				p := newPair(t)
				cfgs := [2]*handshake.Config{&p.client, &p.server}
				for _, cfg := range cfgs {
					cfg.Policy.Renegotiation = handshake.Freely
				}
				cfgs[side].Policy.Legacy = v.legacy
				cfgs[side.Peer()].Policy.Unpatched, cfgs[side.Peer()].Policy.Legacy = true, handshake.LegacyRenegotiates
				if v.refuse[side] {
					client, server := p.ends()
					c, s := p.talk(client, server, nil)
					a := abort([2][]endpoint.Effect{c, s}[side])
					if a == nil || a.Reason != handshake.LegacyPeerRefused || a.Reason.Alert() != wire.HandshakeFailure {
						t.Errorf("got %v", a)
					}
					return
				}
				l := p.open()
				if agreement(l.last[side]).SecureRenegotiation {
					t.Error("called secure")
				}
				if v.ok {
					l.renegotiates(side.Peer())
					l.renegotiates(side)
					// RFC 5746 4.2: clients that do so "MUST provide either" of the signals "in their ClientHello".
					l.do(handshake.Client, endpoint.Renegotiate{})
					if hello := sent[*wire.ClientHello](l.last[0]); side == handshake.Client && len(hello.RenegotiationInfo) == 0 {
						t.Error("the client does not signal that it knows better")
					}
					return
				}
				if reason := l.ends[side].MayRenegotiate(); reason != handshake.RenegotiationInsecure {
					t.Errorf("got %q", reason)
				}
				if did := l.ends[side].Do(endpoint.Renegotiate{}, l.now); did != nil {
					t.Errorf("began it: %v", did)
				}
				l.do(side.Peer(), endpoint.Renegotiate{})
				if n, _ := lastAlert(l.last[side.Peer()]); n != (endpoint.Notice{Level: wire.Warning, Alert: wire.NoRenegotiation}) {
					t.Errorf("got %v, want a refusal", n) // RFC 5746 4.2: "MUST respond to such requests"
				}
				l.works()
			})
		}
	}
}
