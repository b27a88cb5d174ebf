package codec

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// example is the ticket of RFC 5077 Appendix A, "256 bytes long", which "begins with the
// hex value FF FF".
var example = append([]byte{0xff, 0xff}, bytes.Repeat([]byte{0xa5}, 254)...)

// appendixA is what stands there: the extension, as each of the documents writes a ticket.
var appendixA = []struct {
	encoding  handshake.TicketEncoding
	ticket    []byte
	extension []byte
}{
	{handshake.PrefixedTicket, example, slices.Concat(unhex("0023 0102 0100"), example)},
	{handshake.BareTicket, example, slices.Concat(unhex("0023 0100"), example)},
	{handshake.PrefixedTicket, nil, unhex("0023 0002 0000")},
	{handshake.BareTicket, nil, unhex("0023 0000")},
}

func unhex(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err) // it stands in the source
	}
	return b
}

var _ = property("session-ticket/appendix-a", "RFC 5077 Appendix A", func(d dice) error {
	for _, v := range appendixA {
		s := &session.ClientSession{Ticket: v.ticket, Received: clockZero}
		s.State = *resumable(d, clockZero)
		if len(v.ticket) == 0 {
			s = nil
		}
		cfg := clientOf(d.random(), s, func(p *handshake.Policy) { p.TicketEncoding = v.encoding })
		hello, err := says(cfg, clockZero)
		if err != nil {
			return err
		}
		b, err := encodeBody(&hello)
		if err != nil {
			return err
		}
		if !bytes.Contains(b, v.extension) {
			return fmt.Errorf("got %x in a ClientHello, want the extension %x", b, v.extension)
		}
		// Whatever the form, RFC 5077 takes all of the extension_data for the ticket.
		if want := v.extension[4:]; hello.Ticket == nil || !bytes.Equal(hello.Ticket, want) {
			return fmt.Errorf("got the ticket %x of the extension %x, want %x", hello.Ticket, v.extension, want)
		}
	}
	return nil
})

// A reading is what becomes of a ticket in an extension.
type reading struct {
	resumed bool
	abort   handshake.Reason
	form    handshake.TicketEncoding // of the answer, where there is one
}

// readings are what RFC 5077 Appendix A has a server of each encoding do with the ticket of
// a client of each, the first, and with the empty extension, the second. A bare ticket of
// ours begins with a name, which says no right length.
var readings = map[[2]handshake.TicketEncoding][2]reading{
	{handshake.BareTicket, handshake.BareTicket}: {{resumed: true}, {}},
	// "in the ticket being rejected based on a malformed ticket"
	{handshake.PrefixedTicket, handshake.BareTicket}: {{}, {}},
	{handshake.BareTicket, handshake.EitherTicket}:   {{resumed: true}, {}},
	// "should respond to an empty SessionTicket extension encoded the same way as it
	// received it"
	{handshake.PrefixedTicket, handshake.EitherTicket}: {{resumed: true}, {form: handshake.PrefixedTicket}},
	// "In the first case, the server should reject the request based on a malformed length."
	{handshake.BareTicket, handshake.PrefixedTicket}:     {{abort: handshake.TicketLengthWrong}, {}},
	{handshake.PrefixedTicket, handshake.PrefixedTicket}: {{resumed: true}, {form: handshake.PrefixedTicket}},
}

var _ = property("session-ticket/encodings", "RFC 5077 Appendix A", func(d dice) error {
	client := pick(d, handshake.BareTicket, handshake.PrefixedTicket)
	server := pick(d, handshake.BareTicket, handshake.EitherTicket, handshake.PrefixedTicket)
	key := keyOf(pick(d, session.Formats...), byte(d.from(1, 255)))
	state := resumable(d, clockZero)
	var s *session.ClientSession
	if d.maybe() {
		ticket, err := key.Seal(nil, state, d.random())
		if err != nil {
			return err
		}
		s = &session.ClientSession{State: *state, Ticket: ticket, Received: clockZero}
	}
	hello, err := says(clientOf(d.random(), s, func(p *handshake.Policy) { p.TicketEncoding = client }), clockZero)
	if err != nil {
		return err
	}
	got, err := hears(serverOf(d, session.NewRing(key), func(p *handshake.Policy) { p.TicketEncoding = server }), &hello, clockZero)
	if err != nil {
		return err
	}
	both := readings[[2]handshake.TicketEncoding{client, server}]
	want := both[0]
	if s == nil {
		want = both[1]
	}
	if got.resumed != want.resumed || got.abort != want.abort {
		return fmt.Errorf("got resumed %t, abort %v of the extension %x, client %d, server %d: want %t, %v",
			got.resumed, got.abort, hello.Ticket, client, server, want.resumed, want.abort)
	}
	prefixed := want.form == handshake.PrefixedTicket
	if s == nil && want.abort == handshake.None && (!got.answer.Ticket || got.answer.PrefixedTicket != prefixed) {
		return fmt.Errorf("got promise %t, in RFC 4507's form %t, to the empty extension %x of a client %d: want it, %t",
			got.answer.Ticket, got.answer.PrefixedTicket, hello.Ticket, client, prefixed)
	}
	return nil
})

// A client that looks into a ticket, or makes the session ID beside it of the ticket, sends
// another hello with another ticket.
var _ = property("session-ticket/opaque-to-client", "RFC 5077 4, \"Clients MUST NOT examine the ticket\"", func(d dice) error {
	n := d.size(1, 1<<13)
	state := resumable(d, clockZero)
	seed := byte(d(256))
	marker := d.maybe()
	var hellos [2]wire.ClientHello
	for i := range hellos {
		ticket := d.fill(n)
		s := &session.ClientSession{State: *state, Ticket: ticket, Received: clockZero}
		var err error
		hellos[i], err = says(clientOf(rand.NewChaCha8([32]byte{seed}), s, func(p *handshake.Policy) { p.Marker = marker }), clockZero)
		if err != nil {
			return err
		}
		if !bytes.Equal(hellos[i].Ticket, ticket) {
			return fmt.Errorf("got the ticket %s in the hello, want %s", hexed(hellos[i].Ticket), hexed(ticket))
		}
		hellos[i].Ticket = nil
	}
	if show(&hellos[0]) != show(&hellos[1]) {
		return fmt.Errorf("got hellos that differ in more than their tickets: %s and %s", show(&hellos[0]), show(&hellos[1]))
	}
	return nil
})

var _ = property("session-ticket/id-beside-it", "RFC 5077 3.4, \"the server MUST NOT rely upon the Session ID having a particular value when validating the ticket\"", func(d dice) error {
	key := keyOf(session.RFC5077, byte(d.from(1, 255)))
	ticket, err := key.Seal(nil, resumable(d, clockZero), d.random())
	if err != nil {
		return err
	}
	good := d.maybe()
	if !good {
		ticket[d(len(ticket))] ^= 1 << d(8)
	}
	hello := helloOf(ticket)
	hello.SessionID = d.bytes(0, 32)
	got, err := hears(serverOf(d, session.NewRing(key), nil), hello, clockZero)
	if err != nil {
		return err
	}
	if got.abort != handshake.None || got.resumed != good {
		return fmt.Errorf("got resumed %t, abort %v with the ID %x beside a ticket that is good %t", got.resumed, got.abort, hello.SessionID, good)
	}
	// "If the server accepts the ticket and the Session ID is not empty, then it MUST respond
	// with the same Session ID".
	if echoed := bytes.Equal(got.answer.SessionID, hello.SessionID); len(hello.SessionID) > 0 && echoed != good {
		return fmt.Errorf("got the ID %x in the answer to %x, want it echoed %t", got.answer.SessionID, hello.SessionID, good)
	}
	return nil
})

// clockZero is when what does not depend on the time is done.
var clockZero = time.Unix(1_750_000_000, 0).UTC()
