// Package view is what a trace looks like to people and to viewers: the state of the ends
// behind each step, a page, and the format of other tools' traces. It sees what the trace
// says and nothing else, so that it shows what any system answered.
package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tlsresume/traces"
)

// A State is what the ends are like behind a step, as far as the events of a trace tell.
type State struct {
	Command string        // of the step; "" before the first
	Now     time.Duration // that passed since the beginning
	Ends    []End         // in the order in which they were dialled, clients' first
}

// An End is what one end of a connection is like.
type End struct {
	Name, Node string
	Life       Life
	Alert      string // why it gave up, or what the other end said when it did
	Said       string // its last message; "" if there is none
	Heard      string // the last that it accepted; real stacks do not tell
	Writes     bool   // under keys: its ChangeCipherSpec is sent
	Reads      bool   // under keys: it accepted the peer's
	Offer      string // what its last ClientHello has of a session, or its ServerHello's answer
	Ticket     string // the last that it issued
	Handshakes int    // that went well
	How        string // the last of them was made: full or resumed
	Belief     []traces.Fact
}

// A Life is how far an end is from being over.
type Life string

// The lives of an end.
const (
	New     Life = "new"
	Shaking Life = "handshake"
	Open    Life = "open"
	Again   Life = "renegotiation"
	Closing Life = "closing" // it has said close_notify
	Closed  Life = "closed"
	Gave    Life = "gave up"
	Told    Life = "told off" // the other end gave up
	Cut     Life = "cut"
)

// over are the lives behind which nothing comes.
var over = []Life{Closed, Gave, Told, Cut}

// States are those of a trace, beginning with what is before the first step.
func States(t *traces.Trace) []State {
	s := State{}
	all := []State{s}
	for _, step := range t.Steps {
		s.Command, s.Ends = step.Command.String(), slices.Clone(s.Ends)
		s.command(step.Command)
		for _, e := range step.Events {
			if end := s.end(e.End); end != nil {
				end.event(e)
			}
		}
		all = append(all, s)
	}
	return all
}

func (s *State) end(name string) *End {
	if i := slices.IndexFunc(s.Ends, func(e End) bool { return e.Name == name }); i >= 0 {
		return &s.Ends[i]
	}
	return nil
}

// command is what commands do without events.
func (s *State) command(c traces.Command) {
	switch c.Verb {
	case "dial":
		s.Ends = append(s.Ends, End{Name: c.Args[0] + ".c", Node: c.Args[1], Life: New}, End{Name: c.Args[0] + ".s", Node: c.Args[2], Life: New})
	case "tick":
		d, _ := traces.Duration(c.Args[0]) // the parser has seen to it that it is one
		s.Now += d
	case "cut":
		s.cut(c.Args[0])
	case "restart":
		for _, e := range slices.Clone(s.Ends) {
			if name, server := strings.CutSuffix(e.Name, ".s"); server && e.Node == c.Args[0] {
				s.cut(name)
			}
		}
	}
}

func (s *State) cut(conn string) {
	for _, name := range []string{conn + ".c", conn + ".s"} {
		if e := s.end(name); e != nil && !slices.Contains(over, e.Life) {
			e.Life = Cut
		}
	}
}

func (e *End) event(v traces.Event) {
	switch v.Mark {
	case traces.Sent:
		e.Said = v.What
		e.Writes = e.Writes || v.What == "ChangeCipherSpec"
		e.message(v)
		e.alert(v, Closing, Gave)
	case traces.Accepted:
		e.Heard = v.What
		e.Reads = e.Reads || v.What == "ChangeCipherSpec"
		e.message(v)
		e.alert(v, Closed, Told)
	case traces.Aborted:
		e.Life, e.Alert = Gave, v.What
	case traces.Agreed:
		e.Life, e.How, e.Belief = Open, v.What, v.Facts
		e.Handshakes++
	}
}

// message is what a message of a handshake tells.
func (e *End) message(v traces.Event) {
	switch v.What {
	case "Alert", "ApplicationData", "HelloRequest":
		return
	case "ClientHello", "ServerHello":
		if v.Mark == traces.Sent {
			e.Offer = offer(v)
		}
	case "NewSessionTicket":
		if ticket, ok := v.Fact("ticket"); ok {
			e.Ticket = ticket
		}
	}
	switch {
	case e.Life == New:
		e.Life = Shaking
	case e.Life == Open && v.What == "ClientHello":
		e.Life = Again
	}
}

// offer is what a hello says of sessions.
func offer(v traces.Event) string {
	var said []string
	for _, f := range v.Facts {
		if slices.Contains([]string{"ticket", "ems", "session_id", "ri"}, f.Key) {
			said = append(said, pair(f))
		}
	}
	return strings.Join(said, " ")
}

// alert is what a close_notify makes of an end, or a fatal alert.
func (e *End) alert(v traces.Event, closed, fatal Life) {
	level, _ := v.Fact("level")
	alert, _ := v.Fact("alert")
	switch {
	case v.What != "Alert" || slices.Contains(over, e.Life):
	case alert == "close_notify":
		e.Life = closed
	case level == "fatal":
		e.Life, e.Alert = fatal, alert
	}
}

func pair(f traces.Fact) string {
	if f.Value == "" {
		return f.Key
	}
	return f.Key + "=" + f.Value
}

// Facts are what there is to say of an end, in order; what is not so yet is left out.
func (e End) Facts() (facts []traces.Fact) {
	add := func(key, value string) {
		if value != "" {
			facts = append(facts, traces.Fact{Key: key, Value: value})
		}
	}
	add("life", string(e.Life))
	add("alert", e.Alert)
	add("said", e.Said)
	add("heard", e.Heard)
	add("keys", keys(e))
	add("hello", e.Offer)
	add("ticket", e.Ticket)
	if e.Handshakes > 0 {
		add("handshakes", strconv.Itoa(e.Handshakes))
		add("how", e.How)
	}
	for _, f := range e.Belief {
		add(f.Key, cmp.Or(f.Value, "yes"))
	}
	return facts
}

// keys is which ways are protected.
func keys(e End) string {
	switch {
	case e.Writes && e.Reads:
		return "both ways"
	case e.Writes:
		return "writing"
	case e.Reads:
		return "reading"
	}
	return ""
}
