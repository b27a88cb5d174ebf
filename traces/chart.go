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
	c := &chart{header: t.Header, nodes: map[string]string{}}
	c.line("sequenceDiagram")
	for _, name := range c.participants() {
		c.line("participant %s", name)
	}
	for _, s := range t.Steps {
		c.command(s.Command)
		c.events(s.Events)
	}
	return c.text.Bytes()
}

// A chart is drawn step by step. nodes are those of the ends.
type chart struct {
	text   bytes.Buffer
	header Header
	nodes  map[string]string
}

func (c *chart) line(format string, args ...any) {
	indent := "  "
	if c.text.Len() == 0 {
		indent = ""
	}
	fmt.Fprintf(&c.text, indent+format+"\n", args...)
}

func (c *chart) participants() (names []string) {
	for _, n := range c.header.Clients {
		names = append(names, n.Name)
	}
	if c.header.Adversary != "" {
		names = append(names, c.header.Adversary)
	}
	for _, n := range c.header.Servers {
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
		c.line("%s->>%s: %s, as %s said it", c.header.Adversary, c.nodes[cmd.Args[1]], conn(cmd.Args[1]), cmd.Args[0])
	case "forge":
		what := slices.DeleteFunc(slices.Clone(cmd.Args[1:]), func(part string) bool { return strings.HasPrefix(part, "suite=") })
		c.line("%s->>%s: %s %s", c.header.Adversary, c.nodes[cmd.Args[0]], conn(cmd.Args[0]), strings.Join(what, " "))
	default:
		all := c.participants()
		c.line("Note over %s,%s: %s", all[0], all[len(all)-1], cmd)
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
				c.line("%s->>%s: %s %s", c.nodes[e.End], c.peer(e.End), conn(e.End), strings.Join(flight, ", "))
				flight = nil
			}
		case Aborted:
			c.line("%s-x%s: %s %s", c.nodes[e.End], c.peer(e.End), conn(e.End), e.What)
		case Agreed:
			c.line("Note over %s: %s %s%s", c.nodes[e.End], conn(e.End), e.What, told(e))
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
