package codec

import (
	"encoding/binary"
	"fmt"
	"slices"
	"sync"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// encodings are those of a SessionTicket extension (RFC 4507 3.2, RFC 5077 3.2, Appendix A).
var encodings = []handshake.TicketEncoding{handshake.BareTicket, handshake.EitherTicket, handshake.PrefixedTicket}

// readers are servers of each encoding that have one key.
var readers = sync.OnceValue(func() map[handshake.TicketEncoding]*handshake.Config {
	all := map[handshake.TicketEncoding]*handshake.Config{}
	for _, as := range encodings {
		cfg := serverOf(func(int) int { return 0 }, readersKey, func(p *handshake.Policy) { p.TicketEncoding = as })
		cfg.Rand = new(counting)
		if err := cfg.Check(handshake.Server); err != nil {
			panic(err) // it stands in the source
		}
		all[as] = cfg
	}
	return all
})

var readersKey = keyOf(session.RFC5077, 1)

// withTicket is a ClientHello on the wire with an extension of the number 35 and this data.
func withTicket(data []byte) wire.Message {
	extensions := []byte{0, 23, 0, 0, 0, 35} // and extended_master_secret
	extensions = append(binary.BigEndian.AppendUint16(extensions, uint16(len(data))), data...)
	body := slices.Concat([]byte{3, 3}, make([]byte, 32), []byte{0, 0, 4, byte(pskSuite.ID >> 8), byte(pskSuite.ID), 0, 0xff, 1, 0},
		binary.BigEndian.AppendUint16(nil, uint16(len(extensions))), extensions)
	return wire.Message{Kind: wire.KindClientHello, Raw: slices.Concat([]byte{1, 0, byte(len(body) >> 8), byte(len(body))}, body)}
}

// readingOf is what a server should make of an extension: Appendix A of RFC 5077.
func readingOf(data []byte, as handshake.TicketEncoding) reading {
	opens := func(ticket []byte) bool {
		_, err := readersKey.Open(ticket)
		return err == nil
	}
	prefixed := len(data) >= 2 && int(binary.BigEndian.Uint16(data)) == len(data)-2
	switch {
	case as == handshake.BareTicket, len(data) == 0:
		return reading{resumed: opens(data)}
	case as == handshake.PrefixedTicket && !prefixed:
		return reading{abort: handshake.TicketLengthWrong}
	case as == handshake.EitherTicket && (!prefixed || opens(data)):
		return reading{resumed: opens(data)}
	}
	return reading{resumed: opens(data[2:]), form: handshake.PrefixedTicket}
}

// A hearing is what a server makes of a ClientHello.
type hearing func(*handshake.Config, wire.Message, time.Time) (outcome, error)

// ticketEncodingBy has a server read an extension: a byte that chooses how, then its data.
func ticketEncodingBy(hears hearing) func([]byte) (bool, string, error) {
	return func(data []byte) (bool, string, error) { return judgeTicketEncoding(hears, data) }
}

func judgeTicketEncoding(hears hearing, data []byte) (valid bool, law string, err error) {
	const most = 1 << 12 // a ticket is opened by its MAC, however long
	if len(data) == 0 || len(data) > most {
		return false, "", nil
	}
	as, data := encodings[int(data[0])%len(encodings)], data[1:]
	got, err := hears(readers()[as], withTicket(data), clockZero)
	if err != nil {
		return false, lawPanics + "/TicketEncoding", err
	}
	want := readingOf(data, as)
	if got.resumed != want.resumed || got.abort != want.abort {
		return false, lawShape + "/TicketEncoding", fmt.Errorf("got resumed %t, abort %v of the extension %s, as %d: want %t, %v",
			got.resumed, got.abort, hexed(data), as, want.resumed, want.abort)
	}
	promised := got.abort == handshake.None && !got.resumed
	prefixed := want.form == handshake.PrefixedTicket
	if promised && !got.answer.Ticket || got.answer.Ticket && got.answer.PrefixedTicket != prefixed {
		return false, lawSpelling + "/TicketEncoding", fmt.Errorf("got promise %t, in RFC 4507's form %t, to the extension %s, as %d: want it, %t",
			got.answer.Ticket, got.answer.PrefixedTicket, hexed(data), as, prefixed)
	}
	return got.abort == handshake.None, "", nil
}

// drawTicketEncoding draws a ticket in either form, nothing in either, or what is none.
func drawTicketEncoding(choose func(int) int) ([]byte, error) {
	d := dice(choose)
	ticket := d.bytes(0, 300)
	if kind := d(4); kind == 0 {
		ticket = nil
	} else if kind < 3 {
		var err error
		if ticket, err = readersKey.Seal(nil, resumable(d, clockZero), d.random()); err != nil {
			return nil, err
		}
	}
	b := []byte{byte(d(256))}
	if d.maybe() {
		b = binary.BigEndian.AppendUint16(b, uint16(len(ticket)))
	}
	return append(b, ticket...), nil
}
