package endpoint_test

import (
	"bytes"
	"errors"
	"io"
	"math"
	"testing"
	"time"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// What becomes of a ticket, from the hint that its server gives to the judgement of
// both clocks when the client comes back.
func TestTicketLifetime(t *testing.T) {
	const day = handshake.Day
	minute := handshake.Hint(func(time.Duration) uint32 { return 60 })
	for _, v := range []struct {
		name   string
		hint   handshake.Hint
		later  time.Duration // on both clocks
		client time.Duration // by which its clock is set besides
		server time.Duration
		offers bool
		by     handshake.By
	}{
		{name: "at once", offers: true, by: handshake.ByTicket},
		{name: "to the last second", later: day - time.Second, offers: true, by: handshake.ByTicket},
		{name: "over", later: day},

		// RFC 5077 3.3: "A value of zero is reserved to indicate that the lifetime of the
		// ticket is unspecified", and then it is the client's own.
		{name: "no hint", hint: handshake.HintNone, later: day - time.Second, offers: true, by: handshake.ByTicket},
		{name: "no hint, past the client's limit", hint: handshake.HintNone, later: day},
		// "A server MAY treat a ticket as valid for a shorter [...] period"
		{name: "longest hint", hint: handshake.HintForever, later: day - time.Second, offers: true, by: handshake.ByTicket},
		{name: "longest hint, past the server's limit", hint: handshake.HintForever, later: 100 * 365 * day, offers: true},
		{name: "longest hint, over", hint: handshake.HintForever, later: math.MaxUint32 * time.Second},
		// "or longer": "A client SHOULD delete the ticket and associated state when the
		// time expires."
		{name: "short hint", hint: minute, later: time.Minute - 1, offers: true, by: handshake.ByTicket},
		{name: "short hint, over", hint: minute, later: time.Minute},

		// The time of receipt is the client's, the time of issue the server's.
		{name: "client's clock set back", client: -48 * time.Hour, offers: true, by: handshake.ByTicket},
		{name: "client's clock set forward", client: day},
		{name: "client's clock set back, and over", later: day, client: -48 * time.Hour, offers: true},
		{name: "server's clock set forward", server: day, offers: true},
		{name: "server's clock set back by little", server: -session.Skew, offers: true, by: handshake.ByTicket},
		{name: "server's clock set back by much", server: -session.Skew - time.Second, offers: true},
	} {
		for _, ahead := range []time.Duration{0, -10 * 365 * day, 10 * 365 * day} { // of the server, all the while
			p := newPair(t)
			p.server.Policy.Hint, p.ahead = v.hint, ahead
			p.connect()
			p.now = p.now.Add(v.later + v.client)
			p.ahead += v.server - v.client
			client, server := p.ends()
			c, _ := p.talk(client, server, nil)
			hello := c[0].(endpoint.Transmit).Body.(*wire.ClientHello)
			if a := agreement(c); len(hello.Ticket) > 0 != v.offers || a == nil || a.By != v.by {
				t.Errorf("%s, server ahead by %v: offers %t, got %v, want %t and resumed by %v",
					v.name, ahead, len(hello.Ticket) > 0, a, v.offers, v.by)
			}
		}
	}
}

// A session is made once: however often its ticket is renewed, it ends when its time
// is over, and the hints say so.
func TestRenewalDoesNotProlongTheSession(t *testing.T) {
	for _, hint := range []handshake.Hint{nil, handshake.HintForever} {
		p := newPair(t)
		p.server.Policy.Renew, p.server.Policy.Hint = true, hint
		p.connect()
		made := p.kept.Created
		for n := time.Duration(1); n < 4; n++ {
			p.now = p.now.Add(handshake.Day / 4)
			before := p.kept.Ticket
			if a := p.connect(); a.By != handshake.ByTicket || bytes.Equal(before, p.kept.Ticket) || !p.kept.Created.Equal(made) {
				t.Errorf("renewal %d: resumed by %v, session of %v, want one of %v", n, a.By, p.kept.Created, made)
			}
			if want := uint32((4 - n) * handshake.Day / 4 / time.Second); hint == nil && p.kept.Hint != want {
				t.Errorf("renewal %d: got hint %d, want %d", n, p.kept.Hint, want)
			}
		}
		p.now = p.now.Add(handshake.Day / 4)
		if a := p.connect(); a.By != handshake.ByNothing || p.kept.Created.Equal(made) {
			t.Errorf("a day after it was made: resumed by %v", a.By)
		}
	}
}

// A forgetful Sealer opens tickets and makes none.
type forgetful struct{ session.Sealer }

func (forgetful) Seal([]byte, *session.State, io.Reader) ([]byte, error) {
	return nil, errors.New("no ticket today")
}

// ticketSent is the NewSessionTicket of a connection, or nil.
func ticketSent(effects []endpoint.Effect) *wire.NewSessionTicket {
	for _, f := range effects {
		if m, ok := f.(endpoint.Took); ok && m.Kind == wire.KindNewSessionTicket {
			return m.Body.(*wire.NewSessionTicket)
		}
	}
	return nil
}

// What a server may do about the ticket of a client that comes back (RFC 5077 3.1 and
// 3.3), and what the client has afterwards.
func TestTicketOfAResumption(t *testing.T) {
	for _, v := range []struct {
		name   string
		server func(*pair)
		by     handshake.By
		sent   bool // a NewSessionTicket
		fresh  bool // the client has another ticket then
		next   handshake.By
	}{
		{"no new one", func(*pair) {}, handshake.ByTicket, false, false, handshake.ByTicket},
		{"renewed", func(p *pair) { p.server.Policy.Renew = true }, handshake.ByTicket, true, true, handshake.ByTicket},
		{"promised, and none", func(p *pair) {
			p.server.Policy.Renew, p.server.Sealer = true, forgetful{p.server.Sealer}
		}, handshake.ByTicket, true, false, handshake.ByTicket},
		{"rejected, reissued", func(p *pair) { p.server.Sealer = session.NewRing(otherKey(p)) }, handshake.ByNothing, true, true, handshake.ByTicket},
		{"rejected, none", func(p *pair) {
			p.server.Sealer = forgetful{session.NewRing(otherKey(p))}
		}, handshake.ByNothing, true, false, handshake.ByNothing},
		{"rejected, not promised", func(p *pair) {
			p.server.Sealer, p.server.Policy.Promise = session.NewRing(otherKey(p)), never
		}, handshake.ByNothing, false, false, handshake.ByID},
	} {
		p := newPair(t)
		p.connect()
		old := p.kept.Ticket
		v.server(p)
		client, server := p.ends()
		c, _ := p.talk(client, server, nil)
		if a := agreement(c); a == nil || a.By != v.by || (ticketSent(c) != nil) != v.sent {
			t.Errorf("%s: got %v, ticket %v", v.name, a, ticketSent(c))
		}
		if fresh := len(p.kept.Ticket) > 0 && !bytes.Equal(p.kept.Ticket, old); fresh != v.fresh {
			t.Errorf("%s: the client has another ticket: %t", v.name, fresh)
		}
		if a := p.connect(); a.By != v.next {
			t.Errorf("%s, the next time: resumed by %v, want %v", v.name, a.By, v.next)
		}
	}
}

func otherKey(p *pair) session.TicketKey {
	key, err := session.NewTicketKey(session.GCM, p.server.Rand)
	if err != nil {
		p.t.Fatal(err)
	}
	return key
}
