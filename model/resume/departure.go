package resume

import (
	"fmt"
	"slices"
	"strings"

	"tlsresume/traces"
)

// A Departure is the first event of a run that the model does not allow.
type Departure struct {
	Step    int      `json:"step,omitempty"`    // of a trace, from 1
	Command string   `json:"command,omitempty"` // of that step
	Line    int      `json:"line,omitempty"`    // of the event, in the file
	Column  int      `json:"column,omitempty"`  // of the word at fault
	Event   string   `json:"event,omitempty"`   // empty if an event lacks here
	Allowed []string `json:"allowed"`           // what could have come; "nothing more" is one of them
	Guard   string   `json:"guard"`             // what was false
	Cites   string   `json:"cites"`             // the sentence that states it
}

// nothingMore is among what is allowed when the step could end here.
const nothingMore = "nothing more"

// String explains the departure to people.
func (d *Departure) String() string {
	var b strings.Builder
	if d.Line > 0 {
		fmt.Fprintf(&b, "line %d, column %d: ", d.Line, d.Column)
	}
	if d.Command != "" {
		fmt.Fprintf(&b, "%s: ", d.Command)
	}
	got := nothingMore
	if d.Event != "" {
		got = "«" + d.Event + "»"
	}
	fmt.Fprintf(&b, "got %s, and the model allows", got)
	for _, a := range d.Allowed {
		fmt.Fprintf(&b, "\n  %s", a)
	}
	fmt.Fprintf(&b, "\nguard: %s (%s)", d.Guard, d.Cites)
	return b.String()
}

// departure is where the run leaves what the branches could do.
func (f *follower) departure(events []traces.Event) *Departure {
	var seen *traces.Event
	d := &Departure{Column: 1}
	if f.reached < len(events) {
		seen = &events[f.reached]
		d.Event, d.Column = seen.String(), 3
	}
	same := slices.ContainsFunc(f.misses, func(m miss) bool { return m.at(seen) })
	for _, m := range f.misses {
		if text := m.text(); m.at(seen) == same && !slices.Contains(d.Allowed, text) {
			d.Allowed = append(d.Allowed, text)
		}
	}
	if len(d.Allowed) == 0 {
		d.Allowed = []string{"nothing"}
	}
	m := f.nearest(seen)
	if seen != nil && m.key != "" && m.key != differs {
		d.Column += columnOf(d.Event, m.key)
	}
	d.Guard, d.Cites = m.guard(seen)
	return d
}

// at says whether the model did something at the end where the run did.
func (m *miss) at(seen *traces.Event) bool {
	return seen != nil && m.own != nil && m.own.End == seen.End
}

// text is what the model would have had, as the run would call it.
func (m *miss) text() string {
	if m.own == nil {
		return nothingMore
	}
	return renamed(*m.own, m.to.means.of).String()
}

// nearest is the miss that differs least: by a fact, by the message, by the end.
func (f *follower) nearest(seen *traces.Event) miss {
	best, least := miss{}, 4
	for _, m := range f.misses {
		far := 3
		switch {
		case m.own == nil || seen == nil:
		case m.key != differs:
			far = 0
		case m.own.End == seen.End && m.own.What == seen.What:
			far = 1
		case m.own.End == seen.End:
			far = 2
		}
		if far < least {
			best, least = m, far
		}
	}
	return best
}

// columnOf is where a fact stands in an event, or 0.
func columnOf(event, key string) int {
	at := 0
	for _, word := range strings.Split(event, " ") {
		if name, _, _ := strings.Cut(word, "="); name == key {
			return at
		}
		at += len(word) + 1
	}
	return 0
}
