// Package traces holds the one language of tlsresume: commands given to a
// System and the events it answered with, in one text file.
//
// Column 0 is what we did; indented is what they answered. A figure of an RFC,
// a counterexample of the model, a failure of a property and a finding of a
// fuzzer are all such files, and every System (the model, the reference
// implementation, a real stack) replays them.
//
//	rule: RFC 5077 3.3, the ticket precedes the server's ChangeCipherSpec
//	from: model, defect ticket-after-ccs
//	server s0 ems tickets vhost=a.example
//	client c0 ems tickets sni=a.example
//	seed: 1
//
//	dial k1 c0 s0
//	  k1.c > ClientHello ticket=empty ems session_id=empty ri=scsv sni=a.example
//
// The words are in vocabulary.go. There is one spelling for every trace:
// Parse accepts only what Format prints.
package traces

import (
	"fmt"
	"slices"
	"strings"
)

// A Trace is a script and what a System answered to it.
type Trace struct {
	Header Header
	Steps  []Step
}

// A Header describes the world in which the commands act.
type Header struct {
	Rule    string   // the sentence at stake, with its citation
	From    string   // where the trace comes from
	Notes   []string // prose for the reader
	Servers []Node
	Clients []Node
	// Adversary is the name of who is the network in this world, and a client and a
	// server itself, with a certificate in its own name; empty where there is none.
	Adversary string
	Seed      uint64 // of everything random in the world
}

// A Node is a server or a client as the header configures it.
type Node struct {
	Name    string
	Options []Option // in the order of the vocabulary
}

// An Option is a flag of a Node, or a key with its value.
type Option struct{ Key, Value string }

// A Step is a command and the events that it caused, in order.
type Step struct {
	Command Command
	Events  []Event
	Line    int // in the file it was parsed from, from 1; 0 if there is none
}

// A Command is what we do to the world: a verb of the vocabulary and its
// arguments.
type Command struct {
	Verb string
	Args []string
}

// The marks of an Event.
const (
	Sent     = '>' // a message left this end
	Accepted = '<' // a message was accepted by this end
	Aborted  = '!' // this end gave up with a fatal alert
	Agreed   = '=' // what this end believes now that the handshake is over
)

// An Event is what one end of a connection did.
type Event struct {
	End   string // "k1.c": the client's end of connection k1
	Mark  byte   // Sent, Accepted, Aborted or Agreed
	What  string // a message, an alert, or how the handshake ended
	Facts []Fact // in the order of the vocabulary
	Note  string // prose for people, never compared across Systems
}

// A Fact is a property of an event. A flag has no value.
type Fact struct{ Key, Value string }

// Has reports whether the node carries the option, and its value.
func (n Node) Has(key string) (value string, ok bool) {
	for _, o := range n.Options {
		if o.Key == key {
			return o.Value, true
		}
	}
	return "", false
}

// Edit is the node with the edits of a deploy command made: "+option",
// "+option=value", "-option".
func (n Node) Edit(edits []string) Node {
	options := slices.Clone(n.Options)
	for _, e := range edits {
		key, value, _ := strings.Cut(e[1:], "=")
		options = slices.DeleteFunc(options, func(o Option) bool { return o.Key == key })
		if e[0] == '+' {
			options = append(options, Option{key, value})
		}
	}
	return Node{n.Name, options}
}

// Fact reports the value of a fact, and whether the event has it.
func (e Event) Fact(key string) (value string, ok bool) {
	for _, f := range e.Facts {
		if f.Key == key {
			return f.Value, true
		}
	}
	return "", false
}

// Node finds a server or a client by its name.
func (h Header) Node(name string) (Node, bool) {
	for _, nodes := range [][]Node{h.Servers, h.Clients} {
		for _, n := range nodes {
			if n.Name == name {
				return n, true
			}
		}
	}
	return Node{}, false
}

// String is the command as it stands in a trace.
func (c Command) String() string {
	return strings.Join(append([]string{c.Verb}, c.Args...), " ")
}

// String is the event as it stands in a trace, without its indentation.
func (e Event) String() string {
	s := e.bare()
	if e.Note != "" {
		s += " -- " + e.Note
	}
	return s
}

// bare is the event without its prose: what is compared across Systems.
func (e Event) bare() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %c %s", e.End, e.Mark, e.What)
	for _, f := range e.Facts {
		b.WriteByte(' ')
		b.WriteString(pair(f.Key, f.Value))
	}
	return b.String()
}

// String is the node as it stands in a header, without its role.
func (n Node) String() string {
	s := n.Name
	for _, o := range n.Options {
		s += " " + pair(o.Key, o.Value)
	}
	return s
}

func pair(key, value string) string {
	if value == "" {
		return key
	}
	return key + "=" + value
}
