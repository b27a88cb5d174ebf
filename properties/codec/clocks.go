package codec

import (
	"fmt"
	"math"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
)

// moment draws a time: most often one near clockZero, sometimes any that a clock can show,
// also where it is broken.
func (d dice) moment() time.Time {
	switch d(8) {
	case 1:
		return time.Unix(int64(d.uint32()), int64(d(1e9))).UTC()
	case 2:
		return pick(d, time.Time{}, time.Unix(0, 0), time.Unix(math.MaxUint32, 0), time.Unix(math.MaxUint32+1, 0), time.Unix(1<<40, 0)).UTC()
	}
	before, after := d.span(), d.span()
	return clockZero.Add(after - before)
}

// span draws a duration: what lifetimes and skews are, and a nanosecond more or less.
func (d dice) span() time.Duration {
	length := pick(d, 0, time.Second, session.Skew, time.Hour, handshake.Day, 2*handshake.Day, time.Duration(d(1<<20))*time.Second)
	return max(0, length+time.Duration(d(3)-1))
}

// around draws a moment at which what is so old as a session may turn: its making, the end
// of its life and the farthest that it may lie ahead, each hit or just missed. Sometimes it is
// any moment.
func (d dice) around(made time.Time, lifetime time.Duration) time.Time {
	if d(4) == 3 {
		return d.moment()
	}
	return made.Add(pick(d, 0, lifetime, -session.Skew)).Add(pick(d, 0, -1, 1, -time.Second, time.Second))
}

// sealable is a moment that a state can hold (RFC 5077 4, uint32 timestamp), without the
// fraction of a second, which it drops.
func sealable(t time.Time) (time.Time, bool) {
	s := t.Unix()
	return time.Unix(s, 0).UTC(), 0 <= s && s <= math.MaxUint32
}

// valid is what a session's age must be: a lifetime is over when it has passed, whatever
// the fraction of the second that it began in, and servers that share sessions share no
// clock. Ages are differences of what can be any two times: time.Sub saturates.
func valid(created, now time.Time, lifetime time.Duration) bool {
	age := now.Sub(created)
	return -session.Skew <= age && age < lifetime
}

var _ = property("clock/ticket", "RFC 5077 4, \"The timestamp can be used to expire old tickets\"", func(d dice) error {
	created, ok := sealable(d.moment())
	if !ok {
		return nil
	}
	lifetime := time.Second + d.span()
	now := d.around(created, lifetime)
	key := keyOf(pick(d, session.Formats...), byte(d.from(1, 255)))
	ticket, err := key.Seal(nil, resumable(d, created), d.random())
	if err != nil {
		return err
	}
	got, err := hears(serverOf(d, session.NewRing(key), func(p *handshake.Policy) { p.Lifetime = lifetime }), helloOf(ticket), now)
	if err != nil {
		return err
	}
	if want := valid(created, now, lifetime); got.resumed != want || got.abort != handshake.None {
		return fmt.Errorf("got resumed %t, abort %v at %v with a ticket of %v that lives %v: want %t", got.resumed, got.abort, now, created, lifetime, want)
	}
	return nil
})

var _ = property("clock/cache", "RFC 5246 F.1.4, an \"upper limit\" of lifetimes", func(d dice) error {
	created, lifetime := d.moment(), d.span()
	first, second := d.around(created, lifetime), d.around(created, lifetime)
	c := session.NewCache(1, lifetime)
	id := []byte("id")
	c.Put(id, &session.State{Created: created})
	_, got := c.Get(id, first)
	if want := valid(created, first, lifetime); got != want {
		return fmt.Errorf("got a session %t at %v that was made at %v and lives %v: want %t", got, first, created, lifetime, want)
	}
	// No clock that is set back revives what was found expired.
	gone := first.Sub(created) >= lifetime
	_, got = c.Get(id, second)
	if want := valid(created, second, lifetime) && !gone; got != want {
		return fmt.Errorf("got a session %t at %v that was made at %v, lives %v and was asked for at %v: want %t", got, second, created, lifetime, first, want)
	}
	return nil
})

var _ = property("clock/client", "RFC 5077 3.3, \"A client SHOULD delete the ticket and associated state when the time expires\"; 0 is \"unspecified\"", func(d dice) error {
	s := &session.ClientSession{Received: d.moment(), Hint: pick(d, 0, 1, uint32(d(1<<20)), math.MaxUint32)}
	s.Created = d.moment()
	limit := d.span()
	now := d.around(s.Created, limit)
	var want bool
	switch d(3) {
	case 0: // neither ticket nor ID
	case 1:
		s.ID = []byte("id")
		want = now.Sub(s.Created) < limit
	default:
		s.Ticket = []byte("ticket")
		lives := limit
		if s.Hint > 0 {
			lives = time.Duration(s.Hint) * time.Second
		}
		// Counted from when the ticket came: "relative to when the ticket is received".
		now = d.around(s.Received, lives)
		want = now.Sub(s.Received) < lives
	}
	if got := s.Usable(now, limit); got != want {
		return fmt.Errorf("got usable %t at %v of a session of %v, its ticket of %v with hint %d and its own limit %v: want %t",
			got, now, s.Created, s.Received, s.Hint, limit, want)
	}
	return nil
})

var _ = property("clock/hint", "RFC 5077 3.3, a hint of \"the lifetime of the ticket\" in seconds; 0 is \"unspecified\"", func(d dice) error {
	left := pick(d, d.span(), -d.span(), math.MaxInt64, math.MinInt64)
	got := handshake.HintLeft(left)
	if got == 0 || left >= time.Second && time.Duration(got)*time.Second > left || got > 1 && left < time.Second {
		return fmt.Errorf("got the hint %d s for a lifetime of %v, want what is left of it, and not 0", got, left)
	}
	if left >= time.Second && left < math.MaxUint32*time.Second && left-time.Duration(got)*time.Second >= time.Second {
		return fmt.Errorf("got the hint %d s for a lifetime of %v, want all of it", got, left)
	}
	return nil
})
