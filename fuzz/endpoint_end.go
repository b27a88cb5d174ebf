package fuzz

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"slices"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/record"
	"tlsresume/impl/wire"
)

// An end is one of our endpoints and all that is known of what it did.
type end struct {
	*endpoint.Endpoint
	side     handshake.Side
	honest   bool // it does as its plan says
	received int  // bytes

	queue []byte // records on their way to the other end
	sent  []byte // all that it said, as records
	empty []int  // where a ChangeCipherSpec stands in sent that changed no keys
	heard []byte // all that the other end was told in its name
	knew  int    // how much of the other end it had heard when it said Finished

	began   bool                   // it has taken a message of the handshake
	order   []byte                 // a letter for each message of the handshake that runs: see letters
	offer   *wire.ClientHello      // of the handshake that runs
	hello   *wire.ServerHello      // likewise, if this end has taken or made it
	agreed  []*handshake.Agreement // one for each handshake
	changed bool                   // the other has changed its keys, and its Finished has not come
	changes bool                   // this end has changed its keys
	said    []byte                 // application data
	took    []byte                 // likewise, of the other end

	over   bool             // by an alert, of either end, or because it gave the connection up
	closed bool             // it has said close_notify
	abort  *handshake.Abort // why it failed
	gaveUp bool             // what ends the connection may end it in silence
	may    int              // how many bytes it may say in answer
}

// send puts records on their way.
func (e *end) send(b []byte) {
	e.queue, e.sent = append(e.queue, b...), append(e.sent, b...)
}

// next takes a record off the way.
func (e *end) next() []byte {
	n := recordSize(e.queue)
	b := e.queue[:n:n]
	e.queue = e.queue[n:]
	return b
}

// recordSize is the size of the first record, or of what there is of it.
func recordSize(b []byte) int {
	if len(b) < recordHeader {
		return len(b)
	}
	return min(len(b), recordHeader+int(binary.BigEndian.Uint16(b[3:])))
}

const recordHeader = 5

// hear notes what the other end was told.
func (e *end) hear(b []byte) { e.heard = append(e.heard, b...) }

// acts notes what the application of this end does to it.
func (e *end) acts(a endpoint.Action) {
	e.may = elicits[wire.KindServerHelloDone]
	switch a := a.(type) {
	case endpoint.Close, endpoint.Lost:
		e.gaveUp = true
	case endpoint.SendAlert:
		e.gaveUp = true
	case endpoint.Write:
		e.may += 2*len(a.Data) + 1<<8
	case endpoint.Utter:
		e.honest, e.may = false, e.may+2*len(a.Payload)+1<<8
	case endpoint.Say, endpoint.Deviate:
		e.honest = false
	}
}

// elicits is how many bytes of answer a message may have, at the most.
var elicits = map[wire.Kind]int{
	wire.KindClientHello: 1 << 13, wire.KindHelloRequest: 1 << 13, wire.KindServerHelloDone: 1 << 13,
	wire.KindFinished: 1 << 13, wire.KindAlert: 1 << 7,
}

// mostAnswer is what an end may say to anything: an alert, and before it the warning that a
// name is unknown (RFC 6066 3), each padded.
const mostAnswer = 1 << 8

// see judges an effect. What an end that misbehaves says is not its own.
func (e *end) see(f endpoint.Effect) *Violation {
	if _, forgets := f.(endpoint.Forget); e.over && !forgets {
		return violation("silence/"+e.side.String(), "%T behind the end of the connection", f)
	}
	switch f := f.(type) {
	case endpoint.Took:
		return e.takes(f)
	case endpoint.Transmit:
		return e.says(f)
	case endpoint.Aborted:
		return e.aborts(f)
	case endpoint.Agreed:
		return e.agrees(f)
	case endpoint.Save:
		if e.honest && !slices.Contains(e.order, letters[wire.KindFinished]|theirs(e.side)) {
			return violation("kept-unproved/"+e.side.String(), "the session is kept before the other's Finished")
		}
	}
	return nil
}

// letters are the messages of a handshake: in lower case the server's.
var letters = map[wire.Kind]byte{
	wire.KindClientHello: 'H', wire.KindServerHello: 'H', wire.KindCertificate: 'C', wire.KindServerKeyExchange: 'K',
	wire.KindCertificateRequest: 'R', wire.KindServerHelloDone: 'D', wire.KindClientKeyExchange: 'K',
	wire.KindCertificateVerify: 'V', wire.KindNewSessionTicket: 'T', wire.KindChangeCipherSpec: 'X', wire.KindFinished: 'F',
}

// own and theirs are what tells the case of a letter.
func own(side handshake.Side) byte    { return byte(side) * ('a' - 'A') }
func theirs(side handshake.Side) byte { return own(side.Peer()) }

// The orders of RFC 5246 7.3 and RFC 5077 3.1.
var (
	fullOrder        = regexp.MustCompile(`^Hhc?k?(rdC|d)KV?XFt?xf$`)
	abbreviatedOrder = regexp.MustCompile(`^Hht?xfXF$`)
)

// spoken notes a message of the handshake.
func (e *end) spoken(kind wire.Kind, body wire.Body, by byte) {
	letter, ok := letters[kind]
	if !ok {
		return
	}
	if kind == wire.KindClientHello {
		e.order = e.order[:0]
	}
	e.order = append(e.order, letter|by)
	switch hello := body.(type) {
	case *wire.ClientHello:
		e.offer = hello
	case *wire.ServerHello:
		e.hello = hello
	}
}

func (e *end) takes(m endpoint.Took) *Violation {
	e.may += elicits[m.Kind]
	e.spoken(m.Kind, m.Body, theirs(e.side))
	switch m.Kind {
	case wire.KindChangeCipherSpec:
		e.changed = true
	case wire.KindFinished:
		e.changed = false
	case wire.KindAlert:
		e.over = m.Alert.Level == wire.Fatal && m.Alert.Alert != wire.CloseNotify
		e.gaveUp = e.gaveUp || m.Alert.Alert == wire.CloseNotify
	case wire.KindApplicationData:
		if len(e.agreed) == 0 || e.changed {
			return violation("early-data/"+e.side.String(), "data was taken after %d handshakes, a Finished awaited: %t", len(e.agreed), e.changed)
		}
		e.took = append(e.took, m.Data...)
	}
	e.began = e.began || letters[m.Kind] != 0
	return nil
}

func (e *end) says(m endpoint.Transmit) *Violation {
	e.may -= len(m.Wire)
	if m.Kind == wire.KindApplicationData {
		e.said = append(e.said, m.Data...)
	}
	if e.closed {
		return violation("silence/"+e.side.String(), "%s behind close_notify", m.Kind)
	}
	e.closed = m.Kind == wire.KindAlert && len(m.Wire) > 0 && len(m.Data) == 0 && m.Alert.Alert == wire.CloseNotify
	e.spoken(m.Kind, m.Body, own(e.side))
	e.changes = e.changes || m.Kind == wire.KindChangeCipherSpec
	if e.honest && m.Kind == wire.KindApplicationData && len(e.agreed) == 0 {
		return violation("early-data/"+e.side.String(), "data was sent before the handshake was over")
	}
	return nil
}

// aborts judges the end of a connection that failed. RFC 5246 7.2.2: one fatal alert,
// and behind it nothing.
func (e *end) aborts(f endpoint.Aborted) *Violation {
	e.over = true
	e.may -= len(f.Wire)
	a := f.Abort
	e.abort = a
	switch {
	case !a.Reason.Aborts():
		return violation("reason/"+e.side.String(), "aborts for %q, which has no alert", a.Reason)
	case e.honest && a.Reason == handshake.InternalFailure:
		return violation("reason/"+e.side.String(), "fails of itself: %v", a)
	case (len(f.Wire) == 0) != e.closed:
		return violation("alert/"+e.side.String(), "%v: got %x, close_notify said before: %t", a, f.Wire, e.closed)
	case len(f.Wire) == 0:
		return nil
	case f.Wire[0] != byte(record.Alert) || recordSize(f.Wire) != len(f.Wire):
		return violation("alert/"+e.side.String(), "%v: got %x, want one alert", a, f.Wire)
	case e.honest && e.changes && len(f.Wire) == recordHeader+wire.AlertSize:
		return violation("alert/"+e.side.String(), "%v: got %x in the clear", a, f.Wire)
	case e.honest && !e.changes && !bytes.Equal(f.Wire[3:], []byte{0, 2, byte(wire.Fatal), byte(a.Alert())}):
		return violation("alert/"+e.side.String(), "%v: got %x, want the fatal alert %d", a, f.Wire, a.Alert())
	}
	return nil
}

// agrees judges the end of a handshake.
func (e *end) agrees(f endpoint.Agreed) *Violation {
	e.agreed = append(e.agreed, f.Agreement)
	order, want := string(e.order), fullOrder
	if f.By != handshake.ByNothing {
		want = abbreviatedOrder
	}
	switch {
	case !e.honest:
		return nil
	case !want.MatchString(order):
		return violation("order/"+e.side.String(), "agreed, resumed by %s, on %s", f.By, order)
	case e.hello.Ticket != bytes.ContainsRune(e.order, 't'):
		return violation("ticket-promised/"+e.side.String(), "agreed on %s, ticket promised: %t", order, e.hello.Ticket)
	}
	return e.fits(f.Agreement)
}

// settled judges an end when it has done all that there was to do.
func (e *end) settled() *Violation {
	over := e.over || e.Dead()
	switch {
	case e.over && !e.Dead():
		return violation("silence/"+e.side.String(), "the connection failed, and goes on")
	case e.Dead() && !e.over && !e.gaveUp:
		return violation("alert/"+e.side.String(), "the connection has ended without an alert")
	case e.may+mostAnswer < 0:
		return violation("amplification/"+e.side.String(), "%d bytes more than the answer may have", -e.may)
	case e.Buffered() > min(e.received, mostBuffered):
		return violation("memory/"+e.side.String(), "keeps %d of %d bytes", e.Buffered(), e.received)
	}
	e.over, e.may = over, 0
	return nil
}

// mostBuffered is a record that lacks a byte, behind a message that lacks one: the
// longest ClientHello (RFC 5246 7.4.1.2).
const mostBuffered = recordHeader + record.MaxCiphertext + wire.HeaderSize + 2 + 32 + 33 + 1<<16 + 256 + 2 + 1<<16

// intact judges, at an end that goes on, what it has taken under the other's keys: it is
// what the other has said, from the first byte on.
func (e *end) intact(from *end) *Violation {
	if e.Dead() || !bytes.ContainsRune(e.order, rune('X'|theirs(e.side))) && len(e.agreed) == 0 || bytes.HasPrefix(from.sent, from.heard) {
		return nil
	}
	_, got := split(from.heard)
	_, want := split(from.sent, from.empty...)
	if got = complete(got); !bytes.HasPrefix(want, got) {
		return violation("integrity/"+e.side.String(), "took %x, want the beginning of %x", got, want)
	}
	return nil
}

// sameMessages judges an end that takes the other's first Finished: this end has heard
// what the other has said, and the other had when it said so.
func (e *end) sameMessages(other *end) *Violation {
	if len(e.agreed) > 0 || e.unharmed() && other.unharmed() {
		return nil
	}
	if v := e.sameSpeech(other, other.heard); v != nil {
		return v
	}
	return e.sameSpeech(e, e.heard[:other.knew])
}

func (e *end) sameSpeech(of *end, heard []byte) *Violation {
	said, _ := split(of.sent, of.empty...)
	heard, _ = split(heard)
	if a, b := messages(said), messages(heard); !bytes.Equal(a, b) {
		return violation("transcript/"+e.side.String(), "took Finished: the %s said %x, heard was %x", of.side, a, b)
	}
	return nil
}

// unharmed reports whether what the other end was told is what this end said.
func (e *end) unharmed() bool { return bytes.HasPrefix(e.sent, e.heard) }

// sameData judges the application data.
func (e *end) sameData(from *end) *Violation {
	if !bytes.HasPrefix(from.said, e.took) {
		return violation("data/"+e.side.String(), "took %x, want the beginning of %x", e.took, from.said)
	}
	return nil
}

// split cuts records behind the first ChangeCipherSpec, but for those at some places.
func split(records []byte, empty ...int) (clear, sealed []byte) {
	for at := 0; at < len(records); {
		n := recordSize(records[at:])
		if records[at] == byte(record.ChangeCipherSpec) && !slices.Contains(empty, at) {
			return records[:at], records[at+n:]
		}
		at += n
	}
	return records, nil
}

// complete is without the record at the end that is not complete.
func complete(records []byte) []byte {
	at := 0
	for at < len(records) {
		n := recordSize(records[at:])
		if len(records)-at < recordHeader || n < recordHeader+int(binary.BigEndian.Uint16(records[at+3:])) {
			break
		}
		at += n
	}
	return records[:at]
}

// messages are the handshake messages in records, without HelloRequests, which count as not
// said (RFC 5246 7.4.1.1), whoever says them, if they are empty, as they have to be.
func messages(records []byte) (all []byte) {
	var joined []byte
	for at := 0; at < len(records); {
		n := recordSize(records[at:])
		if records[at] == byte(record.Handshake) && n > recordHeader {
			joined = append(joined, records[at+recordHeader:at+n]...)
		}
		at += n
	}
	for len(joined) >= wire.HeaderSize {
		n := min(len(joined), wire.HeaderSize+int(joined[1])<<16+int(joined[2])<<8+int(joined[3]))
		if n > wire.HeaderSize || wire.Kind(joined[0]) != wire.KindHelloRequest {
			all = append(all, joined[:n]...)
		}
		joined = joined[n:]
	}
	return append(all, joined...)
}
