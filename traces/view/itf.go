package view

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"

	"tlsresume/traces"
)

// ITF is the states of a trace in Apalache's Informal Trace Format
// (https://apalache-mc.org/docs/adr/015adr-trace.html), for viewers of such traces. source
// is what it was made from.
//
// Behind each command there are the time in seconds, the events, and the ends by their
// names: records of text, truth and numbers, so that all values of a variable are of one
// type.
func ITF(t *traces.Trace, source string) ([]byte, error) {
	f := itf{
		Meta: itfMeta{
			Format: "ITF", About: "https://apalache-mc.org/docs/adr/015adr-trace.html", Source: source, Description: t.Header.Rule,
			Types: map[string]string{"command": "Str", "now": "Int", "events": "Seq(Str)", "ends": "Str -> " + endType},
		},
		Params: []string{}, Vars: []string{"command", "now", "events", "ends"},
	}
	for i, s := range States(t) {
		state := itfState{Command: s.Command, Now: bigint(s.Now / time.Second), Events: []string{}, Ends: pairs{}}
		state.Meta.Index = i
		if i > 0 {
			for _, e := range t.Steps[i-1].Events {
				state.Events = append(state.Events, e.String())
			}
		}
		for _, e := range s.Ends {
			state.Ends = append(state.Ends, [2]any{e.Name, endOf(e)})
		}
		f.States = append(f.States, state)
	}
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(f)
	return text.Bytes(), err
}

type itf struct {
	Meta   itfMeta    `json:"#meta"`
	Params []string   `json:"params"`
	Vars   []string   `json:"vars"`
	States []itfState `json:"states"`
}

type itfMeta struct {
	Format      string            `json:"format"`
	About       string            `json:"format-description"`
	Source      string            `json:"source"`
	Description string            `json:"description"`
	Types       map[string]string `json:"varTypes"`
}

type itfState struct {
	Meta struct {
		Index int `json:"index"`
	} `json:"#meta"`
	Command string   `json:"command"`
	Now     bigint   `json:"now"`
	Events  []string `json:"events"`
	Ends    pairs    `json:"ends"`
}

// A bigint is an integer, which the format has as text.
type bigint int64

// MarshalJSON prints {"#bigint": "1"}.
func (n bigint) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]string{"#bigint": strconv.FormatInt(int64(n), 10)})
}

// pairs are a function, in order.
type pairs [][2]any

// MarshalJSON prints {"#map": [[key, value]]}.
func (p pairs) MarshalJSON() ([]byte, error) { return json.Marshal(map[string][][2]any{"#map": p}) }

// endType is the type of itfEnd, as Apalache writes it.
const endType = "{ alert: Str, belief: Str -> Str, handshakes: Int, heard: Str, hello: Str, how: Str, life: Str," +
	" node: Str, reads: Bool, said: Str, ticket: Str, writes: Bool }"

type itfEnd struct {
	Node       string `json:"node"`
	Life       Life   `json:"life"`
	Alert      string `json:"alert"`
	Said       string `json:"said"`
	Heard      string `json:"heard"`
	Writes     bool   `json:"writes"`
	Reads      bool   `json:"reads"`
	Hello      string `json:"hello"`
	Ticket     string `json:"ticket"`
	Handshakes bigint `json:"handshakes"`
	How        string `json:"how"`
	Belief     pairs  `json:"belief"`
}

func endOf(e End) itfEnd {
	belief := pairs{}
	for _, f := range e.Belief {
		belief = append(belief, [2]any{f.Key, f.Value})
	}
	return itfEnd{e.Node, e.Life, e.Alert, e.Said, e.Heard, e.Writes, e.Reads, e.Offer, e.Ticket, bigint(e.Handshakes), e.How, belief}
}
