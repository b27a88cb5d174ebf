package view

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"tlsresume/traces"
)

// A Page is what a page shows of a run.
type Page struct {
	Name    string // of the trace
	System  string // that played it
	Verdict string
	Differs bool // which is that the answer is not the awaited one
	Reasons []string
	Got     *traces.Trace // what the system answered
	Broken  []Break       // in order
}

// A Break is a sentence that a run broke, or an answer that was not the awaited one.
type Break struct {
	Step     int    // from 1; 0: no one step
	Sentence string // with its section
	Why      string
	Expected string
	Seen     string
}

// HTML is the page: one file that asks for no other, for every screen, without a script.
func HTML(p Page) ([]byte, error) {
	var text bytes.Buffer
	err := page.Execute(&text, pageData{Page: p, Chart: draw(p.Got), Rows: rows(p)})
	return text.Bytes(), err
}

// pageData is what the template of the page shows.
type pageData struct {
	Page
	Chart drawing
	Rows  []pageRow
}

// Header is the header of the trace as it stands in a file.
func (p pageData) Header() string {
	return strings.TrimSpace(string(traces.Format(&traces.Trace{Header: p.Got.Header})))
}

// Count is how many breaks there are, in words.
func (p pageData) Count() string {
	if len(p.Broken) == 1 {
		return "1 thing is not as it should be"
	}
	return fmt.Sprintf("%d things are not as they should be", len(p.Broken))
}

// A pageRow is a step.
type pageRow struct {
	Number  int
	Command string
	Events  []traces.Event
	Changes []change
	State   State
	Broken  []Break
}

// A change is a fact of an end that a step has made another.
type change struct{ End, Key, Before, After string }

func rows(p Page) (rows []pageRow) {
	states := States(p.Got)
	for i, step := range p.Got.Steps {
		r := pageRow{
			Number: i + 1, Command: step.Command.String(), Events: step.Events,
			State: states[i+1], Changes: changes(states[i], states[i+1]),
		}
		for _, b := range p.Broken {
			if b.Step == r.Number {
				r.Broken = append(r.Broken, b)
			}
		}
		rows = append(rows, r)
	}
	return rows
}

// changes are what a step has made of the ends.
func changes(before, after State) (all []change) {
	for _, e := range after.Ends {
		var had []traces.Fact
		if b := before.end(e.Name); b != nil {
			had = b.Facts()
		}
		has := e.Facts()
		for _, f := range has {
			if old := value(had, f.Key); old != f.Value {
				all = append(all, change{e.Name, f.Key, old, f.Value})
			}
		}
		for _, f := range had {
			if value(has, f.Key) == "" {
				all = append(all, change{e.Name, f.Key, f.Value, ""})
			}
		}
	}
	return all
}

func value(facts []traces.Fact, key string) string {
	if i := slices.IndexFunc(facts, func(f traces.Fact) bool { return f.Key == key }); i >= 0 {
		return facts[i].Value
	}
	return ""
}

// marks are what stands for an event's mark in words, for who hears the page.
var marks = map[byte]string{traces.Sent: "sent", traces.Accepted: "accepted", traces.Aborted: "gave up", traces.Agreed: "agreed"}

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"mark": func(m byte) string { return string(m) },
	"word": func(m byte) string { return marks[m] },
	"bare": func(e traces.Event) string {
		e.Note = ""
		return strings.TrimPrefix(e.String(), e.End+" "+string(e.Mark)+" ")
	},
}).Parse(pageText))
