package script

import (
	"crypto/x509"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

// A Renderer makes events. It names the secrets and tickets of one world.
type Renderer struct {
	Symbols traces.Symbols
	// Adverse is a world with an adversary, which gives the ends whole flights. What is
	// told there goes by the flight, too: an end that aborts tells no more of it than that.
	// And it is told what an end exports.
	Adverse bool
	memory  Memory
}

// Sent is the event of a message that an end sent.
func (r *Renderer) Sent(end string, t endpoint.Transmit) traces.Event {
	e := traces.Event{End: end, Mark: traces.Sent, What: t.Kind.String()}
	switch m := t.Body.(type) {
	case *wire.ClientHello:
		e.Facts = r.clientHello(m)
	case *wire.ServerHello:
		e.Facts = r.serverHello(m)
	case *wire.Certificate:
		e.Facts = facts{}.add("name", r.subject(m.Chain))
	case *wire.NewSessionTicket:
		e.Facts = facts{}.
			add("ticket", r.Symbols.Name(traces.TicketSymbol, m.Ticket)).
			add("hint", strconv.FormatUint(uint64(m.LifetimeHint), 10))
	}
	e.Facts = append(e.Facts, spoken(t.Kind, t.Alert, t.Data)...)
	return finish(e)
}

// accepted shows only what the sender may have meant for the application: what
// else it said stands where it was sent.
func (r *Renderer) accepted(end string, t endpoint.Took) traces.Event {
	return finish(traces.Event{End: end, Mark: traces.Accepted, What: t.Kind.String(), Facts: spoken(t.Kind, t.Alert, t.Data)})
}

func (r *Renderer) aborted(end string, a *handshake.Abort) traces.Event {
	e := traces.Event{End: end, Mark: traces.Aborted, What: a.Alert().String(), Note: prose(a.Text())}
	if r.Adverse {
		return e
	}
	if a.Reason == handshake.OutOfOrder {
		e.Facts = facts{}.add("got", a.Got.String())
	}
	if len(a.Want) > 0 {
		e.Facts = append(e.Facts, traces.Fact{Key: "want", Value: kinds(a.Want)})
	}
	return finish(e)
}

func kinds(list []wire.Kind) string {
	names := make([]string, len(list))
	for i, k := range list {
		names[i] = k.String()
	}
	return strings.Join(names, ",")
}

func (r *Renderer) agreed(end string, a handshake.Agreement) traces.Event {
	e := traces.Event{End: end, Mark: traces.Agreed, What: "full"}
	f := facts{}
	if a.By != handshake.ByNothing {
		e.What = "resumed"
		f = f.add("by", a.By.String())
	}
	f = f.add("ms", r.Symbols.Name(traces.MasterSymbol, a.Master)).
		flag("ems", a.EMS).
		add("sni", Word(a.ServerName)).
		add("peer", Word(a.Peer)).
		add("suite", a.Suite.Name).
		add("version", a.Version.String())
	e.Facts = append(f, r.bindings(a)...)
	return finish(e)
}

// bindings are the first Finished and, where there is an adversary, what the end gives
// out: no more of that than it may.
func (r *Renderer) bindings(a handshake.Agreement) facts {
	unique := a.TLSUnique
	if r.Adverse {
		unique, _ = a.Binding("tls-unique") // empty where it is refused
	}
	f := facts{}.add("tls_unique", r.Symbols.Name(traces.UniqueSymbol, unique))
	if !r.Adverse {
		return f
	}
	exported, _ := a.Export("EXPERIMENTAL-tlsresume", nil, 32) // likewise; the label is of RFC 5705 6
	return f.add("exporter", r.Symbols.Name(traces.ExporterSymbol, exported))
}

func (r *Renderer) clientHello(m *wire.ClientHello) facts {
	f := facts{}
	if m.Ticket != nil {
		f = f.add("ticket", r.Symbols.Name(traces.TicketSymbol, m.Ticket))
	}
	return f.flag("ems", m.EMS).
		add("session_id", r.Symbols.Name(traces.SessionIDSymbol, m.SessionID)).
		add("ri", offeredRenegotiation(m)).
		add("sni", Word(m.ServerName))
}

// offeredRenegotiation is how the client signals RFC 5746.
func offeredRenegotiation(m *wire.ClientHello) string {
	switch {
	case slices.Contains(m.Suites, wire.EmptyRenegotiationInfoSCSV):
		return "scsv"
	case m.RenegotiationInfo != nil:
		return renegotiationInfo(m.RenegotiationInfo)
	}
	return ""
}

// renegotiationInfo is what the extension carries.
func renegotiationInfo(info []byte) string {
	if len(info) > 0 {
		return "bound"
	}
	return "empty"
}

func (r *Renderer) serverHello(m *wire.ServerHello) facts {
	f := facts{}
	if m.Ticket {
		f = f.add("ticket", "promised")
	}
	f = f.flag("ems", m.EMS).add("session_id", r.Symbols.Name(traces.SessionIDSymbol, m.SessionID))
	if m.RenegotiationInfo != nil {
		f = f.add("ri", renegotiationInfo(m.RenegotiationInfo))
	}
	if m.ServerName {
		f = f.add("sni", "ack")
	}
	return f.add("suite", suiteName(m.Suite)).add("version", m.Version.String())
}

// suiteName is the IANA name of a suite, or its number where it has none here.
func suiteName(id uint16) string {
	if s := wire.SuiteByID(id); s != nil {
		return s.Name
	}
	return fmt.Sprintf("0x%04x", id)
}

// spoken is what is said to the application.
func spoken(k wire.Kind, n endpoint.Notice, data []byte) facts {
	switch k {
	case wire.KindAlert:
		return facts{}.add("level", n.Level.String()).add("alert", n.Alert.String())
	case wire.KindApplicationData:
		return facts{}.add("data", text(data))
	}
	return nil
}

// Word is foreign text as a word of a trace, or "" if there is none.
func Word(foreign string) string {
	if foreign == "" {
		return ""
	}
	return text([]byte(foreign))
}

// prose is foreign text as a note of one line.
func prose(foreign string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return '?'
		}
		return r
	}, foreign)
}

// text is data as a word of a trace: visible ASCII as it is, all else escaped.
func text(data []byte) string {
	if len(data) == 0 {
		return "%"
	}
	var b strings.Builder
	for _, c := range data {
		if c > ' ' && c <= '~' && c != '%' {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + strconv.FormatUint(uint64(c)+0x100, 16)[1:])
		}
	}
	return b.String()
}

// subject is the name in the first certificate, or none.
func (r *Renderer) subject(chain [][]byte) string {
	if len(chain) == 0 {
		return "none"
	}
	name, _ := Recall(r.memory, "subject", func() (string, error) {
		leaf, err := x509.ParseCertificate(chain[0])
		if err != nil {
			return "", err
		}
		return leaf.Subject.CommonName, nil
	}, chain[0])
	if name == "" {
		return "unreadable"
	}
	return text([]byte(name))
}

// facts collects the facts of an event.
type facts []traces.Fact

// add adds a fact that has a value; an empty one is no fact.
func (f facts) add(key, value string) facts {
	if value == "" {
		return f
	}
	return append(f, traces.Fact{Key: key, Value: value})
}

func (f facts) flag(key string, yes bool) facts {
	if !yes {
		return f
	}
	return append(f, traces.Fact{Key: key})
}

func finish(e traces.Event) traces.Event {
	traces.SortFacts(&e)
	return e
}
