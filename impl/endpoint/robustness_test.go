package endpoint_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// A spent source yields so many bytes, and then an error.
type spent struct {
	io.Reader
	left int
}

func (s *spent) Read(b []byte) (int, error) {
	if s.left < len(b) {
		return 0, errors.New("spent")
	}
	s.left -= len(b)
	return s.Reader.Read(b)
}

// RFC 5246 7.4.9: without its own Finished on the wire an end has agreed on
// nothing, and keeps nothing.
func TestAnEndThatCannotSpeakAgreesOnNothing(t *testing.T) {
	for left := range 400 {
		p := newPair(t)
		p.client.Policy.Tickets = false
		p.client.Policy.Suites = []*wire.Suite{wire.SuiteByID(0xc009)} // CBC: every protected record draws an IV
		p.server.Policy.Suites = p.client.Policy.Suites
		p.server.Rand = &spent{p.server.Rand, left}
		client, server := p.ends()
		_, s := p.talk(client, server, nil)
		if abort(s) == nil {
			if agreement(s) == nil {
				t.Fatalf("%d bytes: neither aborted nor agreed", left)
			}
			return
		}
		if agreement(s) != nil || p.cache.Len() != 0 {
			t.Fatalf("%d bytes: aborted, and agreed or kept %d sessions", left, p.cache.Len())
		}
	}
	t.Error("400 bytes are not enough")
}

// A message is as long at most as the longest ClientHello that RFC 5246 7.4.1.2 has room
// for: 34 bytes of version and random, a session ID of 32, 32,767 suites, 255 compression
// methods and 65,535 bytes of extensions, each of the last four behind its length.
func TestTheLongestClientHelloHasRoom(t *testing.T) {
	const longest = 34 + (1 + 32) + (2 + 2*32767) + (1 + 255) + (2 + 65535)
	for body, want := range map[int]bool{longest: true, longest + 1: false} {
		p := newPair(t)
		_, server := p.ends()
		got := server.Receive([]byte{22, 3, 1, 0, 4, 1, byte(body >> 16), byte(body >> 8), byte(body & 0xff)}, p.now)
		if a := abort(got); (a == nil) != want || !want && a.Reason != handshake.MessageTooLong {
			t.Errorf("%d bytes: got %v", body, a)
		}
	}
}

func TestServerKeepsToTheClientsCurves(t *testing.T) {
	p := newPair(t)
	p.client.Policy.Groups = []wire.Group{wire.X25519} // the certificate is on P-256 (RFC 8422 5.3)
	client, server := p.ends()
	if _, s := p.talk(client, server, nil); abort(s) == nil || abort(s).Reason != handshake.NoSharedSuite {
		t.Errorf("got %v, want no shared suite", abort(s))
	}
}

// exchanged is the ServerKeyExchange that a client took.
func exchanged(t *testing.T, effects []endpoint.Effect) *wire.ServerKeyExchange {
	t.Helper()
	for _, f := range effects {
		if m, ok := f.(endpoint.Took); ok && m.Kind == wire.KindServerKeyExchange {
			return m.Body.(*wire.ServerKeyExchange)
		}
	}
	t.Fatalf("got no ServerKeyExchange: %v", abort(effects))
	return nil
}

func TestServerTakesTheFirstGroupAndSchemeThatItCanDo(t *testing.T) {
	for _, v := range []struct {
		groups  []wire.Group
		schemes []wire.SignatureScheme
		group   wire.Group
		scheme  wire.SignatureScheme
	}{
		{
			[]wire.Group{wire.P384, wire.P256}, []wire.SignatureScheme{wire.RSASHA256, wire.ECDSASHA512, wire.ECDSASHA256},
			wire.P384, wire.ECDSASHA512,
		},
		{
			[]wire.Group{wire.P521, wire.P256}, []wire.SignatureScheme{0x0303, wire.ECDSASHA384, wire.ECDSASHA512},
			wire.P521, wire.ECDSASHA384,
		},
		{
			[]wire.Group{0x0100, wire.P256, wire.X25519}, []wire.SignatureScheme{wire.ECDSASHA256, wire.ECDSASHA384},
			wire.P256, wire.ECDSASHA256,
		},
	} {
		p := newPair(t)
		// What the client does not have it does not offer: the lists are its policy.
		p.client.Policy.Groups, p.client.Policy.Schemes = v.groups, v.schemes
		client, server := p.ends()
		c, _ := p.talk(client, server, nil)
		if m := exchanged(t, c); m.Group != v.group || m.Scheme != v.scheme || agreement(c) == nil {
			t.Errorf("got %v and %04x, want %v and %04x", m.Group, m.Scheme, v.group, v.scheme)
		}
	}
}

func TestServerKeepsToItsOwnSchemes(t *testing.T) {
	p := newPair(t)
	p.server.Policy.Schemes = []wire.SignatureScheme{wire.ECDSASHA384}
	client, server := p.ends()
	c, _ := p.talk(client, server, nil)
	if m := exchanged(t, c); m.Scheme != wire.ECDSASHA384 {
		t.Errorf("got scheme %04x, want %04x", m.Scheme, wire.ECDSASHA384)
	}
	p.client.Policy.Schemes, p.kept = []wire.SignatureScheme{wire.ECDSASHA256}, nil
	client, server = p.ends()
	if _, s := p.talk(client, server, nil); abort(s) == nil || abort(s).Reason != handshake.NoSharedSuite {
		t.Errorf("got %v, want no shared suite", abort(s))
	}
}

// The hash of a signature is that which its scheme names, and no other.
func TestSignatureUnderAnotherSchemeIsRefused(t *testing.T) {
	for scheme, want := range map[wire.SignatureScheme]handshake.Reason{
		wire.ECDSASHA384: handshake.SignatureWrong,
		wire.ECDSASHA512: handshake.SchemeNotOffered,
		wire.RSASHA256:   handshake.SchemeNotOffered, // not of this key
		0x0303:           handshake.SchemeNotOffered, // not implemented
	} {
		p := newPair(t)
		p.client.Policy.Schemes = []wire.SignatureScheme{wire.ECDSASHA256, wire.ECDSASHA384, wire.RSASHA256, 0x0303}
		client, server := p.ends()
		c, _ := p.talk(client, server, func(from handshake.Side, b []byte) []byte {
			if from == handshake.Server {
				b = bytes.Replace(b, []byte{0x04, 0x03, 0x00}, []byte{byte(scheme >> 8), byte(scheme), 0x00}, 1)
			}
			return b
		})
		if a := abort(c); a == nil || a.Reason != want {
			t.Errorf("%04x: got %v, want %v", scheme, a, want)
		}
	}
}

func TestPointFormats(t *testing.T) {
	p := newPair(t)
	client, server := p.ends()
	c, _ := p.talk(client, server, nil)
	for _, f := range c {
		if m, ok := f.(endpoint.Took); ok && m.Kind == wire.KindServerHello {
			if got := m.Body.(*wire.ServerHello).PointFormats; !bytes.Equal(got, []byte{wire.Uncompressed}) {
				t.Errorf("the server answered %v", got)
			}
		}
	}
}

// RFC 8422 5.1.2: formats without the uncompressed one beside a curve are illegal,
// whichever suite is chosen; without a curve the suite cannot be one of curves; and
// where a session is resumed, nobody looks (RFC 8422 4).
func TestPointFormatsWithoutTheUncompressedOne(t *testing.T) {
	rsa := wire.SuiteByID(0x002f)
	for _, v := range []struct {
		name   string
		groups []wire.Group
		want   handshake.Reason
	}{
		{"a curve", []wire.Group{0x0100, wire.P256}, handshake.NoPlainPoints},
		{"a curve that is not had", []wire.Group{30}, handshake.NoPlainPoints},
		{"no curve", []wire.Group{0x0100}, handshake.NoSharedSuite},
		{"no groups", nil, handshake.NoSharedSuite},
	} {
		p := newPair(t)
		p.server.Policy.Suites = append(p.server.Policy.Suites, rsa)
		client, server := p.ends()
		hello := rewrite(t, wireOf(client.Do(endpoint.Start{}, p.now)), &wire.ClientHello{}, func(m *wire.ClientHello) {
			m.PointFormats, m.Groups = []byte{1, 2}, v.groups
			m.Suites = append(m.Suites, rsa.ID)
		})
		if a := abort(server.Receive(hello, p.now)); a == nil || a.Reason != v.want {
			t.Errorf("%s: got %v, want %v", v.name, a, v.want)
		}
	}
	p := newPair(t)
	p.client.Policy.Tickets = false
	p.connect()
	if got := p.answer(t, func(m *wire.ClientHello) { m.PointFormats = []byte{1} }); !bytes.Equal(got.SessionID, p.kept.ID) || got.PointFormats != nil {
		t.Errorf("a resumption: got session ID %x, formats %v", got.SessionID, got.PointFormats)
	}
}

// A hugeSealer makes tickets of a given size.
type hugeSealer struct{ size int }

func (h hugeSealer) Seal([]byte, *session.State, io.Reader) ([]byte, error) {
	return make([]byte, h.size), nil
}
func (hugeSealer) Open([]byte) (*session.State, error) { return nil, session.ErrNotOpened }

func TestHugeTicketsDoNotLockTheClientOut(t *testing.T) {
	for _, size := range []int{1, 1 << 15, 1<<15 + 1, 1<<16 - 1} {
		p := newPair(t)
		p.server.Sealer = hugeSealer{size}
		p.connect()
		if kept := p.kept != nil; kept != (size <= 1<<15) {
			t.Errorf("%d bytes: kept %t", size, kept)
		}
		p.connect()
	}
}

func TestHintIsNeverZero(t *testing.T) {
	p := newPair(t)
	p.server.Policy.Renew = true
	p.connect()
	p.now = p.now.Add(handshake.Day - time.Second/2)
	p.kept.Hint = 0 // the client's own limit counts then, and has not passed
	if a := p.connect(); a.By != handshake.ByTicket || p.kept.Hint != 1 {
		t.Errorf("got %s, hint %d, want a renewed ticket with hint 1", a.By, p.kept.Hint)
	}
}

func TestSessionIsNotOfferedUnderAnotherName(t *testing.T) {
	p := newPair(t)
	p.connect()
	p.client.ServerName = ""
	if a := p.connect(); a.By != handshake.ByNothing {
		t.Errorf("resumed by %s under another name", a.By)
	}
}

// RFC 5246 7.2 knows two levels. close_notify is told by its description, unless the
// policy minds.
func TestAlertOfUnknownLevel(t *testing.T) {
	for _, v := range []struct {
		strict             bool
		level, description byte
		closes             bool // or else it is illegal
	}{
		{false, 7, 40, false}, {false, 7, 0, true}, {false, 2, 0, true}, {false, 1, 0, true},
		{true, 7, 40, false}, {true, 7, 0, false}, {true, 2, 0, true}, {true, 1, 0, true},
	} {
		p := newPair(t)
		p.server.Policy.Strict.Levels = v.strict
		_, server := p.ends()
		effects := server.Receive([]byte{21, 3, 1, 0, 2, v.level, v.description}, p.now)
		a := abort(effects)
		n, _ := lastAlert(effects)
		if closed := a == nil && n.Alert == wire.CloseNotify; closed != v.closes {
			t.Errorf("%+v: got %v, %v", v, a, n)
		}
		if a != nil && a.Reason.Alert() != wire.IllegalParameter {
			t.Errorf("%+v: got %v, want illegal_parameter", v, a)
		}
	}
}

func TestEndsPrintNoSecret(t *testing.T) {
	p := newPair(t)
	client, server := p.ends()
	c, s := p.talk(client, server, nil)
	master := agreement(c).Master
	secrets := []string{
		string(master), fmt.Sprintf("%x", master), fmt.Sprintf("%X", master), fmt.Sprint(master)[1:100],
		fmt.Sprintf("%#v", master)[8:100], base64.StdEncoding.EncodeToString(master),
	}
	hidden := func(how, got string) {
		for _, secret := range secrets {
			if strings.Contains(got, secret) {
				t.Errorf("%s prints the master secret", how)
			}
		}
	}
	for _, v := range []any{c, s, client, server, *agreement(c)} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%X", "%d"} {
			hidden(fmt.Sprintf("%s of %T", verb, v), fmt.Sprintf(verb, v))
		}
		text, err := json.Marshal(v)
		if err != nil {
			t.Error(err)
		}
		hidden(fmt.Sprintf("JSON of %T", v), string(text))
	}
}

// Whatever a misbehaving end says out of turn, nothing of what it has agreed to
// changes: a fatal alert forgets the session that the connection has.
func TestSayingLeavesTheSessionAlone(t *testing.T) {
	p := newPair(t)
	p.client.Policy.Tickets = false
	client, server := p.ends()
	p.talk(client, server, nil)
	for kind := range wire.Kind(24) {
		server.Do(endpoint.Say{Kind: kind}, p.now)
	}
	p.perform(server.Receive([]byte{23, 3, 3, 0, 32, 36: 0}, p.now))
	if p.cache.Len() != 0 {
		t.Error("the session outlived the fatal alert")
	}
}
