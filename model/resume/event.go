package resume

import (
	"encoding/binary"
	"strconv"
	"strings"

	"tlsresume/traces"
)

// An Occurrence is something that an end did.
type Occurrence struct {
	Place   Place
	Mark    byte     // as in a trace
	Message *Message // sent or accepted
	Alert   Alert    // aborted
	Got     Kind     // aborted: the message that came, if that was wrong
	Want    []Kind
	End     *End   // agreed
	Unique  Verify // agreed: the tls-unique
}

// An occurrence is only made, of a copy of the message, when somebody listens: a search
// does not.

func (s *State) sent(p Place, m *Message) {
	if s.tell != nil {
		told := *m
		s.tell(Occurrence{Place: p, Mark: traces.Sent, Message: &told})
	}
}

func (s *State) accepted(p Place, m *Message) {
	if s.tell != nil {
		told := *m
		s.tell(Occurrence{Place: p, Mark: traces.Accepted, Message: &told})
	}
}

func (s *State) aborted(p Place, alert Alert, got Kind) {
	if s.tell == nil {
		return
	}
	o := Occurrence{Place: p, Mark: traces.Aborted, Alert: alert, Got: got}
	if got != 0 {
		o.Want = s.wants(p)
	}
	s.tell(o)
}

// garbled is the mark of what has no event: to an end that reads no keys yet came a
// record under keys. What that says in the clear is random, and so is what comes of it.
const garbled = '?'

func (s *State) garbled(p Place) {
	if s.tell != nil {
		s.tell(Occurrence{Place: p, Mark: garbled})
	}
}

func (s *State) agreed(p Place) {
	if s.tell != nil {
		e := s.end(p)
		s.tell(Occurrence{Place: p, Mark: traces.Agreed, End: e, Unique: s.world.policy.Unique(s, p, &e.Finished)})
	}
}

// hear notes what happens.
func (y *system) hear(o Occurrence) {
	if o.Mark == garbled {
		y.garbled = true
		return
	}
	y.events = append(y.events, y.event(&o))
}

// event renders an occurrence.
func (y *system) event(o *Occurrence) traces.Event {
	e := traces.Event{End: y.naming.conn(o.Place.Conn) + [...]string{".c", ".s"}[o.Place.Side], Mark: o.Mark}
	f := facts{y: y, e: &e}
	switch o.Mark {
	case traces.Sent:
		e.What = o.Message.Kind.String()
		f.message(o.Message)
	case traces.Accepted:
		e.What = o.Message.Kind.String()
		if k := o.Message.Kind; k == ApplicationData || k == AlertMessage {
			f.message(o.Message)
		}
	case traces.Aborted:
		e.What = o.Alert.String()
		f.refusal(o)
	case traces.Agreed:
		f.agreement(o.End, o.Unique)
	}
	traces.SortFacts(&e)
	return e
}

// facts collects the facts of an event.
type facts struct {
	y *system
	e *traces.Event
}

func (f facts) add(key, value string) {
	f.e.Facts = append(f.e.Facts, traces.Fact{Key: key, Value: value})
}

func (f facts) flag(on bool, key, value string) {
	if on {
		f.add(key, value)
	}
}

func (f facts) name(key string, n Name) { f.flag(n != 0, key, f.y.state.world.text(n)) }

func (f facts) symbol(key string, letter byte, v Value) {
	f.add(key, f.y.symbols.Name(letter, v.bytes()))
}

// bytes tells different values apart; there are none of the zero Value.
func (v Value) bytes() []byte {
	if v == 0 {
		return nil
	}
	return binary.BigEndian.AppendUint32(nil, uint32(v))
}

func (f facts) message(m *Message) {
	switch m.Kind {
	case ClientHello:
		f.offer(&m.Offer)
	case ServerHello:
		f.answer(&m.Answer)
	case Certificate:
		if m.Name == 0 {
			f.add("name", "none")
		}
		f.name("name", m.Name)
	case NewSessionTicket:
		f.symbol("ticket", traces.TicketSymbol, m.Ticket.Serial)
		f.add("hint", strconv.FormatInt(int64(m.Hint), 10))
	case ApplicationData:
		f.name("data", m.Name)
	case AlertMessage:
		level := "fatal"
		if m.Alert.warning() {
			level = "warning"
		}
		f.add("level", level)
		f.add("alert", m.Alert.String())
	}
}

func (f facts) offer(o *Offer) {
	if o.Ready {
		f.symbol("ticket", traces.TicketSymbol, o.Ticket.Serial)
	}
	f.flag(o.EMS, "ems", "")
	f.symbol("session_id", traces.SessionIDSymbol, o.ID)
	f.info(o.Info)
	f.name("sni", o.SNI)
}

func (f facts) answer(a *Answer) {
	f.flag(a.Promised, "ticket", "promised")
	f.flag(a.EMS, "ems", "")
	f.symbol("session_id", traces.SessionIDSymbol, a.ID)
	f.info(a.Info)
	f.flag(a.Ack, "sni", "ack")
	if a.Suite != 0 {
		f.add("suite", a.Suite.String())
	}
	f.add("version", "1.2")
}

func (f facts) info(i Info) {
	f.flag(i != NoInfo, "ri", [...]string{SCSV: "scsv", EmptyInfo: "empty", BoundInfo: "bound"}[i])
}

func (f facts) refusal(o *Occurrence) {
	if o.Got == 0 {
		return
	}
	f.add("got", o.Got.String())
	var want []string
	for _, k := range o.Want {
		want = append(want, k.String())
	}
	f.flag(len(want) > 0, "want", strings.Join(want, ","))
}

func (f facts) agreement(e *End, unique Verify) {
	b := &e.Belief
	f.e.What = "full"
	if b.By != Nothing {
		f.e.What = "resumed"
		f.add("by", [...]string{ByTicket: "ticket", ByID: "id"}[b.By])
	}
	f.symbol("ms", traces.MasterSymbol, b.Master)
	f.flag(b.EMS, "ems", "")
	f.name("sni", b.SNI)
	f.name("peer", b.Peer)
	f.add("suite", b.Suite.String())
	f.add("version", "1.2")
	f.add("tls_unique", f.y.symbols.Name(traces.UniqueSymbol, unique.bytes()))
}

// bytes tells different values apart; there are none of the zero Verify.
func (v Verify) bytes() []byte {
	if v == (Verify{}) {
		return nil
	}
	var b []byte
	t := v.Transcript
	for _, x := range []uint32{uint32(v.Master), uint32(t.Randoms[Client]), uint32(t.Randoms[Server]), t.Sum, uint32(v.From)} {
		b = binary.BigEndian.AppendUint32(b, x)
	}
	return b
}
