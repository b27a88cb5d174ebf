package endpoint_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

// A pair is a client and a server that know each other's sessions.
type pair struct {
	t              fataler
	now            time.Time
	ahead          time.Duration // of the server's clock
	client, server handshake.Config
	cache          *session.Cache
	kept           *session.ClientSession // the newest session of the client
	made           *session.ClientSession // likewise, even if it was forgotten
}

type fataler interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

func newPair(t fataler) *pair {
	t.Helper()
	pki, err := script.NewPKI()
	if err != nil {
		t.Fatal(err)
	}
	credential, err := pki.Credential(traces.Node{Name: "a.example"})
	if err != nil {
		t.Fatal(err)
	}
	source := rand.NewChaCha8([32]byte{1})
	key, err := session.NewTicketKey(session.Draft, source)
	if err != nil {
		t.Fatal(err)
	}
	cache := session.NewCache(10, handshake.Day)
	return &pair{
		t: t, now: script.Epoch, cache: cache,
		client: handshake.Config{Policy: handshake.DefaultPolicy(), Rand: source, ServerName: "a.example", Verify: pki.Verify},
		server: handshake.Config{
			Policy: handshake.DefaultPolicy(), Rand: source, Hosts: handshake.OneHost(credential),
			Sealer: session.NewRing(key), Lookup: cache.Get,
		},
	}
}

// ends makes the two ends of a connection; the client offers what it has kept.
func (p *pair) ends() (client, server *endpoint.Endpoint) {
	p.t.Helper()
	cfg := p.client
	cfg.Session = p.kept
	client, err := endpoint.New(handshake.Client, &cfg)
	if err != nil {
		p.t.Fatal(err)
	}
	server, err = endpoint.New(handshake.Server, &p.server)
	if err != nil {
		p.t.Fatal(err)
	}
	return client, server
}

// perform keeps and forgets sessions as the effects ask.
func (p *pair) perform(effects []endpoint.Effect) {
	for _, f := range effects {
		switch f := f.(type) {
		case endpoint.Save:
			if f.Session != nil {
				p.kept, p.made = f.Session, f.Session
			} else {
				p.cache.Put(f.ID, f.State)
			}
		case endpoint.Forget:
			if f.Session != nil {
				p.kept = nil
			} else if f.State != nil {
				if revoker, ok := p.server.Sealer.(session.Revoker); ok {
					revoker.Revoke(f.State)
				}
			} else {
				p.cache.Forget(f.ID)
			}
		}
	}
}

// wireOf is what effects put on the wire.
func wireOf(effects []endpoint.Effect) []byte {
	var b []byte
	for _, f := range effects {
		switch f := f.(type) {
		case endpoint.Transmit:
			b = append(b, f.Wire...)
		case endpoint.Aborted:
			b = append(b, f.Wire...)
		}
	}
	return b
}

// talk carries what the client began back and forth until both are silent. It
// returns all effects of each end. mend may change what is on the wire.
func (p *pair) talk(client, server *endpoint.Endpoint, mend func(from handshake.Side, b []byte) []byte) (c, s []endpoint.Effect) {
	return p.carry(client, server, handshake.Client, client.Do(endpoint.Start{}, p.now), mend)
}

// carry carries what one end has begun back and forth.
func (p *pair) carry(client, server *endpoint.Endpoint, from handshake.Side, begun []endpoint.Effect, mend func(from handshake.Side, b []byte) []byte) (c, s []endpoint.Effect) {
	var all [2][]endpoint.Effect
	all[from] = begun
	towards, bytes := from.Peer(), wireOf(begun)
	for len(bytes) > 0 {
		if mend != nil {
			bytes = mend(towards.Peer(), bytes)
		}
		end := [2]*endpoint.Endpoint{client, server}[towards]
		effects := end.Receive(bytes, p.now.Add([2]time.Duration{handshake.Server: p.ahead}[towards]))
		p.perform(effects)
		all[towards] = append(all[towards], effects...)
		towards, bytes = towards.Peer(), wireOf(effects)
	}
	return all[handshake.Client], all[handshake.Server]
}

// connect makes a connection that must succeed, and says how.
func (p *pair) connect() handshake.Agreement {
	p.t.Helper()
	client, server := p.ends()
	c, s := p.talk(client, server, nil)
	mine, theirs := agreement(c), agreement(s)
	if mine == nil || theirs == nil {
		p.t.Fatalf("the handshake did not complete: client %v, server %v", abort(c), abort(s))
	}
	if !bytes.Equal(mine.Master, theirs.Master) || mine.By != theirs.By {
		p.t.Fatal("the ends do not agree")
	}
	return *mine
}

func agreement(effects []endpoint.Effect) *handshake.Agreement {
	for _, f := range effects {
		if a, ok := f.(endpoint.Agreed); ok {
			return a.Agreement
		}
	}
	return nil
}

func abort(effects []endpoint.Effect) *handshake.Abort {
	for _, f := range effects {
		if a, ok := f.(endpoint.Aborted); ok {
			return a.Abort
		}
	}
	return nil
}

func lastAlert(effects []endpoint.Effect) (endpoint.Notice, bool) {
	for _, f := range slices.Backward(effects) {
		if m, ok := f.(endpoint.Took); ok && m.Kind == wire.KindAlert {
			return m.Alert, true
		}
	}
	return endpoint.Notice{}, false
}

// RFC 5246 7.4.1.3: "For resumed sessions, this field is the value from the state
// of the session being resumed", whatever the new hello names first. That its
// hash comes with it is for others to say: ours could agree on a wrong one.
func TestSessionOfAnotherHashResumes(t *testing.T) {
	for _, tickets := range []bool{true, false} {
		for _, first := range []uint16{0xc02b, 0xc02c} {
			made, other := wire.SuiteByID(first), wire.SuiteByID(0xc02b^0xc02c^first)
			p := newPair(t)
			p.server.Policy.Tickets = tickets
			p.client.Policy.Suites = []*wire.Suite{made, other}
			if a := p.connect(); a.Suite != made || a.By != handshake.ByNothing {
				t.Fatalf("got %v", a)
			}
			p.client.Policy.Suites = []*wire.Suite{other, made}
			want := handshake.ByID
			if tickets {
				want = handshake.ByTicket
			}
			if a := p.connect(); a.Suite != made || a.By != want {
				t.Errorf("got %v, want it resumed by %v with %s", a, want, made.Name)
			}
		}
	}
}

func TestTicketThatDoesNotOpenMeansAFullHandshake(t *testing.T) {
	p := newPair(t)
	p.connect()
	good := p.kept.Clone()
	damage := map[string]func([]byte) []byte{
		"empty":     func([]byte) []byte { return nil },
		"one byte":  func(b []byte) []byte { return b[:1] },
		"cut":       func(b []byte) []byte { return b[:len(b)-1] },
		"longer":    func(b []byte) []byte { return append(b, 0) },
		"RFC 4507":  func(b []byte) []byte { return append([]byte{byte(len(b) >> 8), byte(len(b))}, b...) },
		"only name": func(b []byte) []byte { return b[:16] },
	}
	for i := range len(good.Ticket) * 8 {
		if i%7 == 0 { // the session package flips every bit: here a sample must do
			damage[fmt.Sprintf("bit %d", i)] = func(b []byte) []byte { b[i/8] ^= 1 << (i % 8); return b }
		}
	}
	for name, edit := range damage {
		p.kept = good.Clone()
		p.kept.Ticket = edit(p.kept.Ticket)
		if a := p.connect(); a.By != handshake.ByNothing {
			t.Errorf("%s: resumed by %s", name, a.By)
		}
	}
	p.kept = good
	if a := p.connect(); a.By != handshake.ByTicket {
		t.Errorf("the undamaged ticket: resumed by %s", a.By)
	}
}

// RFC 5246 E.1 and 6.2.1: the first ClientHello goes out as 1.0, which every
// server reads; from the ServerHello on, records have the version that it settles.
func TestRecordVersions(t *testing.T) {
	p := newPair(t)
	client, server := p.ends()
	c, s := p.talk(client, server, nil)
	for side, effects := range [][]endpoint.Effect{c, s} {
		for i, f := range effects {
			m, ok := f.(endpoint.Transmit)
			if !ok {
				continue
			}
			want := []byte{3, 3}
			if side == 0 && i == 0 {
				want = []byte{3, 1}
			}
			if !bytes.Equal(m.Wire[1:3], want) {
				t.Errorf("%s: got record version %x, want %x", m.Kind, m.Wire[1:3], want)
			}
		}
	}
}

func TestRecordTooLong(t *testing.T) {
	for _, size := range []int{1<<14 + 2049, 1<<16 - 1} {
		p := newPair(t)
		client, server := p.ends()
		client.Do(endpoint.Start{}, p.now)
		s := server.Receive([]byte{22, 3, 1, byte(size >> 8), byte(size)}, p.now)
		if a := abort(s); a == nil || a.Reason.Alert() != wire.RecordOverflow {
			t.Fatalf("%d: got %v", size, a)
		}
		if n, ok := lastAlert(client.Receive(wireOf(s), p.now)); !ok || n != (endpoint.Notice{Level: wire.Fatal, Alert: wire.RecordOverflow}) {
			t.Errorf("%d: the client took %v", size, n)
		}
		p.connect() // a following connection works
	}
}

func TestFatalAlertForgetsTheSession(t *testing.T) {
	p := newPair(t)
	p.client.Policy.Tickets = false
	p.connect()
	client, server := p.ends()
	_, s := p.talk(client, server, nil)
	if a := agreement(s); a == nil || a.By != handshake.ByID {
		t.Fatalf("got %v, want a resumption by ID", a)
	}
	if p.cache.Len() != 1 || p.kept == nil {
		t.Fatalf("got %d sessions at the server and %v at the client before the alert", p.cache.Len(), p.kept)
	}
	garbage := server.Receive([]byte{23, 3, 3, 0, 32, 31: 0, 36: 0}, p.now)
	p.perform(garbage)
	if a := abort(garbage); a == nil || a.Reason.Alert() != wire.BadRecordMAC {
		t.Fatalf("got %v, want bad_record_mac", a)
	}
	p.perform(client.Receive(wireOf(garbage), p.now))
	if p.cache.Len() != 0 || p.kept != nil {
		t.Errorf("after the alert the server keeps %d sessions and the client %v", p.cache.Len(), p.kept)
	}
}

func TestCloseNotifyIsAnswered(t *testing.T) {
	p := newPair(t)
	client, server := p.ends()
	p.talk(client, server, nil)
	bye := client.Do(endpoint.Close{}, p.now)
	if got := client.Do(endpoint.Write{Data: []byte("late")}, p.now); got != nil {
		t.Errorf("after close_notify the client sent %v", got)
	}
	answer := server.Receive(wireOf(bye), p.now)
	if n, ok := lastAlert(answer); !ok || n.Alert != wire.CloseNotify || !server.Dead() {
		t.Fatalf("the server took %v", answer)
	}
	if n, ok := lastAlert(client.Receive(wireOf(answer), p.now)); !ok || n.Alert != wire.CloseNotify {
		t.Errorf("the server did not answer: %v", answer)
	}
	if p.kept == nil {
		t.Error("closing forgot the session")
	}
}

func TestNoStreamMakesAnEndPanicOrGoOnAfterAnAbort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := newPair(t)
		if rapid.Bool().Draw(t, "resuming") {
			p.connect()
		}
		client, server := p.ends()
		budget := rapid.IntRange(1, 6).Draw(t, "edits")
		p.talk(client, server, func(_ handshake.Side, b []byte) []byte {
			for ; budget > 0 && rapid.Bool().Draw(t, "edit here"); budget-- {
				b = edit(t, b)
			}
			return b
		})
		for _, end := range []*endpoint.Endpoint{client, server} {
			if end.Dead() && end.Receive([]byte{22, 3, 3, 0, 1, 0}, p.now) != nil {
				t.Fatal("an end that is dead did something")
			}
		}
		p.kept = nil
		p.connect()
	})
}

// edit damages what is on the wire in one place.
func edit(t *rapid.T, b []byte) []byte {
	if len(b) == 0 {
		return b
	}
	at := rapid.IntRange(0, len(b)-1).Draw(t, "at")
	switch rapid.IntRange(0, 2).Draw(t, "how") {
	case 0:
		b[at] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
	case 1:
		b = append(b[:at:at], b[at+1:]...)
	case 2:
		b = slices.Insert(b, at, rapid.Byte().Draw(t, "byte"))
	}
	return b
}

// Whoever makes a policy by hand hears what it lacks, before anything comes of it.
func TestPoliciesWithHolesAreRefused(t *testing.T) {
	for _, v := range []struct {
		sides []handshake.Side
		spoil func(*handshake.Policy)
		want  string
	}{
		{[]handshake.Side{handshake.Client, handshake.Server}, func(p *handshake.Policy) { *p = handshake.Policy{} }, "no protocol version"},
		{[]handshake.Side{handshake.Client, handshake.Server}, func(p *handshake.Policy) { p.Full = nil }, "with holes"},
		{[]handshake.Side{handshake.Client, handshake.Server}, func(p *handshake.Policy) { p.Abbreviated = nil }, "with holes"},
		{[]handshake.Side{handshake.Client}, func(p *handshake.Policy) { p.MayOffer = nil }, "with holes"},
		{[]handshake.Side{handshake.Client}, func(p *handshake.Policy) { p.MayFollow = nil }, "with holes"},
		{[]handshake.Side{handshake.Server}, func(p *handshake.Policy) { p.MayResume = nil }, "with holes"},
		{[]handshake.Side{handshake.Server}, func(p *handshake.Policy) { p.Promise = nil }, "with holes"},
		{[]handshake.Side{handshake.Client, handshake.Server}, func(p *handshake.Policy) { p.Suites = []*wire.Suite{nil} }, "that is nil"},
		{[]handshake.Side{handshake.Client}, func(p *handshake.Policy) { p.Suites = nil }, "no cipher suite of version 1.2"},
		{[]handshake.Side{handshake.Client}, func(p *handshake.Policy) {
			p.Versions, p.Suites = []wire.Version{wire.TLS11}, []*wire.Suite{wire.SuiteByID(0xc02b)}
		}, "no cipher suite of version 1.1"},
	} {
		p := newPair(t)
		configs := [2]*handshake.Config{&p.client, &p.server}
		for side, cfg := range configs {
			v.spoil(&cfg.Policy)
			_, err := endpoint.New(handshake.Side(side), cfg)
			if slices.Contains(v.sides, handshake.Side(side)) != (err != nil && strings.Contains(err.Error(), v.want)) {
				t.Errorf("%s: got %v, want %q of %v alone", handshake.Side(side), err, v.want, v.sides)
			}
		}
	}
}
