package conform

import (
	"fmt"
	"slices"
	"strings"

	"tlsresume/traces"
)

// compare gives the first difference between what a trace says and what a real
// stack did, or nil. A stack answers in flights, and what it accepts does not
// show: what is compared is the sequence of >, ! and = of each end.
func compare(want, got *traces.Trace, s System) *string {
	w, g := observe(want, s), observe(got, s)
	for i, end := range w.ends {
		we, ge := w.events[end], g.events[end]
		for n := range max(len(we), len(ge)) {
			if a, b := at(we, n), at(ge, n); a != b {
				d := fmt.Sprintf("%s, event %d: got %s, want %s", w.ends[i], n+1, b, a)
				return &d
			}
		}
	}
	return nil
}

func at(events []string, i int) string {
	if i < len(events) {
		return "«" + events[i] + "»"
	}
	return "nothing"
}

// An observation is what an observer of a real stack sees of a run.
type observation struct {
	ends   []string // in the order of the dials
	events map[string][]string
}

func observe(t *traces.Trace, s System) observation {
	o := observation{events: map[string][]string{}}
	for _, step := range t.Steps {
		if step.Command.Verb == "dial" {
			o.ends = append(o.ends, step.Command.Args[0]+".c", step.Command.Args[0]+".s")
		}
	}
	byEnd := map[string][]traces.Event{}
	for _, step := range t.Steps {
		for _, e := range step.Events {
			if e.Mark != traces.Accepted {
				byEnd[e.End] = append(byEnd[e.End], visible(e, s))
			}
		}
	}
	var rename Renaming
	for _, end := range o.ends {
		for _, e := range byEnd[end] {
			o.events[end] = append(o.events[end], rename.Event(e).String())
		}
	}
	return o
}

// visible leaves out what the stack does not tell of itself, and what is its
// own to choose.
func visible(e traces.Event, s System) traces.Event {
	e.Note = ""
	theirs := strings.HasSuffix(e.End, "."+s.Role[:1])
	e.Facts = slices.DeleteFunc(slices.Clone(e.Facts), func(f traces.Fact) bool {
		switch {
		case !theirs:
			return false
		case e.Mark == traces.Agreed:
			return !slices.Contains(s.Sees, f.Key)
		case e.Mark == traces.Aborted:
			return true // the alert is all that is seen
		}
		return f.Key == "hint" // RFC 5077 3.3: the server's own lifetime
	})
	return e
}
