package codec

import (
	"bytes"
	"errors"
	"time"

	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// states are StatePlaintext with what a build of each generation may put behind it.
var states = []format{
	state(session.Original, func(d dice, s *session.State) {}),
	state(session.BeforeEMS, func(d dice, s *session.State) { d.extra(s); s.EMS, s.Fenced = false, false }, 0, 1, 22, 0xff80, 0xff81, 0xff82),
	state(session.BeforeFence, func(d dice, s *session.State) { d.extra(s); s.Fenced = false }, 0, 1, 22, 23, 0xff80, 0xff81, 0xff82),
	state(session.Current, dice.extra, 0, 1, 22, 23, 0xff80, 0xff81, 0xff82, 0xff83),
}

func state(g *session.Generation, extra func(dice, *session.State), known ...uint16) format {
	return format{
		name: "State/" + g.String(), of: "State", cites: "RFC 5077 4", shape: stateShape(known...),
		refusal: func(err error) bool { return errors.Is(err, session.ErrMalformed) },
		draw: func(d dice) any {
			s := d.plainState()
			extra(d, s)
			return s
		},
		encode: func(v any) ([]byte, error) {
			return appended(g.Append([]byte(before), v.(*session.State)))
		},
		decode: func(b []byte) (any, error) {
			s := new(session.State)
			return s, g.Unmarshal(s, b)
		},
		into: func(v any, b []byte) error { return g.Unmarshal(v.(*session.State), b) },
		// A state that ends behind its timestamp is one of draft 4, whole by itself: against
		// a cut there stands the MAC of the ticket.
		whole: func(v any, b []byte) []int {
			s := *v.(*session.State)
			s.EMS, s.ServerName, s.MaxFragment, s.EncryptThenMAC, s.Fenced = false, "", 0, false, false
			s.VirtualHost, s.ClientPolicy, s.ClientName = "", "", ""
			if short, err := s.Marshal(); err == nil && len(short) < len(b) {
				return []int{len(short)}
			}
			return nil
		},
	}
}

// What is appended leaves what stands before it as it is.
const before = "what stands before"

// appended is what an encoder has appended to before.
func appended(b []byte, err error) ([]byte, error) {
	b, ok := bytes.CutPrefix(b, []byte(before))
	if err == nil && !ok {
		err = errors.New("what stood before is gone")
	}
	return b, err
}

// plainState draws what draft 4 has.
func (d dice) plainState() *session.State {
	s := &session.State{
		Version: wire.Version(d.uint16()), Suite: d.uint16(), Compression: byte(d(256)),
		Master: [48]byte(d.fill(48)), Created: time.Unix(int64(d.uint32()), 0).UTC(),
	}
	s.Client.Auth = pick(d, session.Anonymous, session.CertificateBased, session.PSK)
	switch s.Client.Auth {
	case session.CertificateBased:
		s.Client.Certificates = d.chain()
	case session.PSK:
		s.Client.PSKIdentity = d.bytes(0, 1<<14)
	}
	return s
}

// extra draws what came after draft 4.
func (d dice) extra(s *session.State) {
	if !d.maybe() {
		return
	}
	all := d(4) == 1
	for _, set := range []func(){
		func() { s.ServerName = string(d.bytes(1, 1<<13)) },
		func() { s.MaxFragment = pick(d, wire.FragmentLengths...) },
		func() { s.EncryptThenMAC = true },
		func() { s.EMS = true },
		func() { s.VirtualHost = string(d.bytes(1, 255)) },
		func() { s.ClientPolicy = string(d.bytes(1, 255)) },
		func() { s.ClientName = string(d.bytes(1, 255)) },
		func() { s.Fenced = true },
	} {
		if all || d.maybe() {
			set()
		}
	}
}

// A sealed is a state with the IV or nonce of the ticket that holds it.
type sealed struct {
	Nonce []byte
	State *session.State
}

// tickets are those of each format, under a key of it.
var tickets = func() (all []format) {
	for n, form := range session.Formats {
		all = append(all, ticket(form, keyOf(form, byte(n+1))))
	}
	return all
}()

// nameSize is the length of key_name, behind which the IV or nonce stands.
const nameSize = 16

// nonceSize is the length of that: as much as a seal draws.
func nonceSize(form session.Format) int {
	var drawn counting
	if _, err := keyOf(form, 1).Seal(nil, &session.State{Created: clockZero}, &drawn); err != nil {
		panic(err) // the state is small
	}
	return int(drawn)
}

// counting is a source of zeros that counts them.
type counting int

// Read fills b.
func (c *counting) Read(b []byte) (int, error) {
	clear(b)
	*c += counting(len(b))
	return len(b), nil
}

func ticket(form session.Format, key session.TicketKey) format {
	nonce := nonceSize(form)
	return format{
		agrees: refusedBy(namesake(key)),
		name:   "ticket/" + form.String(), of: "Ticket", cites: "RFC 5077 4", refusal: isNotOpened,
		draw: func(d dice) any {
			s := d.plainState()
			d.extra(s)
			return &sealed{d.fill(nonce), s}
		},
		encode: func(v any) ([]byte, error) {
			s := v.(*sealed)
			return appended(key.Seal([]byte(before), s.State, bytes.NewReader(s.Nonce)))
		},
		decode: func(b []byte) (any, error) {
			s, err := key.Open(b)
			if err != nil {
				return nil, err
			}
			return &sealed{bytes.Clone(b[nameSize : nameSize+nonce]), s}, nil
		},
	}
}

// namesake is another key of the name and the format of one.
func namesake(of session.TicketKey) session.TicketKey {
	other := keyOf(of.Form, 200)
	other.Name = of.Name
	return other
}

// refusedBy fails of a ticket that opens under another key too, which has the same name.
func refusedBy(other session.TicketKey) func([]byte, any, error) error {
	return func(ticket []byte, _ any, refusal error) error {
		if refusal != nil {
			return nil
		}
		return refused("under another key of the name", ticket, other)
	}
}

// isNotOpened: ErrNotOpened "and nothing else", which is what an attacker learns.
func isNotOpened(err error) bool {
	return errors.Is(err, session.ErrNotOpened) && err.Error() == session.ErrNotOpened.Error()
}
