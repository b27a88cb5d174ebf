package traces

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// Chart draws a trace as a sequence chart, in Mermaid: what the ends send, in
// flights, what they agree on and how they abort, and every command that is not
// the network's ordinary work.
func Chart(t *Trace) []byte {
	var text bytes.Buffer
	text.WriteString("sequenceDiagram\n")
	names := t.Header.Participants()
	for _, name := range names {
		fmt.Fprintf(&text, "  participant %s\n", name)
	}
	for _, s := range Strokes(t) {
		switch s.Kind {
		case Says:
			fmt.Fprintf(&text, "  %s->>%s: %s\n", s.From, s.To, s.Text)
		case GivesUp:
			fmt.Fprintf(&text, "  %s-x%s: %s\n", s.From, s.To, s.Text)
		case Holds:
			fmt.Fprintf(&text, "  Note over %s: %s\n", s.From, s.Text)
		case Happens:
			fmt.Fprintf(&text, "  Note over %s,%s: %s\n", s.From, s.To, s.Text)
		}
	}
	return text.Bytes()
}

// A Stroke is one thing in a sequence chart.
type Stroke struct {
	Kind     StrokeKind
	From, To string // nodes; a note of one end has the first alone
	Text     string
	Step     int // of the trace, from 1
}

// A StrokeKind says what a Stroke is of.
type StrokeKind int

// The kinds of strokes.
const (
	Says    StrokeKind = iota // messages
	GivesUp                   // an alert that ends the connection
	Holds                     // what an end believes, a note at its node
	Happens                   // a command, a note from the first node to the last
)

// Strokes are what there is to draw of a trace, in order.
func Strokes(t *Trace) []Stroke {
	c := &chart{header: t.Header, nodes: map[string]string{}}
	for i, s := range t.Steps {
		c.step = i + 1
		c.command(s.Command)
		c.events(s.Events)
	}
	return c.strokes
}

// A chart is drawn step by step. nodes are those of the ends.
type chart struct {
	strokes []Stroke
	step    int
	header  Header
	nodes   map[string]string
}

func (c *chart) add(kind StrokeKind, from, to, format string, args ...any) {
	c.strokes = append(c.strokes, Stroke{kind, from, to, fmt.Sprintf(format, args...), c.step})
}

// Participants are the nodes in the order in which a chart has them: the adversary is
// between clients and servers.
func (h Header) Participants() (names []string) {
	for _, n := range h.Clients {
		names = append(names, n.Name)
	}
	if h.Adversary != "" {
		names = append(names, h.Adversary)
	}
	for _, n := range h.Servers {
		names = append(names, n.Name)
	}
	return names
}

func (c *chart) command(cmd Command) {
	switch cmd.Verb {
	case "dial":
		c.nodes[cmd.Args[0]+".c"], c.nodes[cmd.Args[0]+".s"] = cmd.Args[1], cmd.Args[2]
	case "deliver", "renegotiate":
		// what comes of it is drawn
	case "relay":
		c.add(Says, c.header.Adversary, c.nodes[cmd.Args[1]], "%s, as %s said it", conn(cmd.Args[1]), cmd.Args[0])
	case "forge":
		what := slices.DeleteFunc(slices.Clone(cmd.Args[1:]), func(part string) bool { return strings.HasPrefix(part, "suite=") })
		c.add(Says, c.header.Adversary, c.nodes[cmd.Args[0]], "%s %s", conn(cmd.Args[0]), strings.Join(what, " "))
	default:
		all := c.header.Participants()
		c.add(Happens, all[0], all[len(all)-1], "%s", cmd)
	}
}

// conn is the connection of an end.
func conn(end string) string {
	name, _, _ := strings.Cut(end, ".")
	return name
}

// peer is the node at the other end, as far as this end is concerned: the network
// is the adversary's.
func (c *chart) peer(end string) string {
	if c.header.Adversary != "" {
		return c.header.Adversary
	}
	other := conn(end) + ".s"
	if other == end {
		other = conn(end) + ".c"
	}
	return c.nodes[other]
}

// events draws what ends send in a row as one arrow.
func (c *chart) events(events []Event) {
	var flight []string
	for i, e := range events {
		switch e.Mark {
		case Sent:
			flight = append(flight, e.What)
			if i+1 == len(events) || events[i+1].Mark != Sent || events[i+1].End != e.End {
				c.add(Says, c.nodes[e.End], c.peer(e.End), "%s %s", conn(e.End), strings.Join(flight, ", "))
				flight = nil
			}
		case Aborted:
			c.add(GivesUp, c.nodes[e.End], c.peer(e.End), "%s %s", conn(e.End), e.What)
		case Agreed:
			c.add(Holds, c.nodes[e.End], "", "%s %s%s", conn(e.End), e.What, told(e))
		}
	}
}

// told are the facts of an agreement that tell it from others.
func told(e Event) (text string) {
	for _, f := range e.Facts {
		if slices.Contains([]string{"by", "ms", "peer", "tls_unique", "exporter"}, f.Key) {
			text += " " + pair(f.Key, f.Value)
		}
	}
	return text
}
