package conform

import (
	"fmt"
	"slices"
	"strings"

	"tlsresume/traces"
)

// compare gives the first difference between what a trace says and what a real
// stack did, or nil. A stack answers in flights, and what it accepts does not
// show: what is compared is the sequence of >, ! and = of each end. Of a run that
// stopped before its end, what both have is compared.
func compare(want, got *traces.Trace, s System) *string {
	stopped := len(got.Steps) < len(want.Steps)
	want = &traces.Trace{Header: want.Header, Steps: want.Steps[:len(got.Steps)]}
	w, g := observe(untold(want, s), s), observe(got, s)
	for i, end := range w.ends {
		we, ge := w.events[end], g.events[end]
		count := max(len(we), len(ge))
		if stopped {
			count = min(len(we), len(ge))
		}
		for n := range count {
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
		if s.theirs(end) {
			byEnd[end] = heard(byEnd[end], taken(t, other(end)))
		}
	}
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
	theirs := s.theirs(e.End)
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

// theirs reports whether an end is the stack's.
func (s System) theirs(end string) bool { return strings.HasSuffix(end, "."+s.Role[:1]) }

func other(end string) string {
	if name, ok := strings.CutSuffix(end, ".c"); ok {
		return name + ".s"
	}
	return strings.TrimSuffix(end, ".s") + ".c"
}

// taken counts the messages that an end took, the last of them in vain if it gave up.
func taken(t *traces.Trace, end string) (n int) {
	for _, step := range t.Steps {
		for _, e := range step.Events {
			alert, _ := e.Fact("level")
			if e.End == end && (e.Mark == traces.Accepted && alert != "fatal" || e.Mark == traces.Aborted) {
				n++
			}
		}
	}
	return n
}

// heard leaves out what a stack says to an end of ours that does not take it any more, and
// what it then believes: that is told behind its Finished.
func heard(events []traces.Event, taken int) (all []traces.Event) {
	for _, e := range events {
		if e.Mark == traces.Sent {
			taken--
		}
		if taken < 0 && e.Mark != traces.Aborted {
			continue
		}
		all = append(all, e)
	}
	return all
}

// untold leaves out of a trace what the stack withholds.
func untold(t *traces.Trace, s System) *traces.Trace {
	told := &traces.Trace{Header: t.Header, Steps: slices.Clone(t.Steps)}
	for i, step := range told.Steps {
		told.Steps[i].Events = slices.Clone(step.Events)
		for k, e := range step.Events {
			for _, w := range withheld {
				if w.system == s.Name && s.theirs(e.End) && e.Mark == traces.Agreed && w.of(e) {
					e.Facts = slices.DeleteFunc(slices.Clone(e.Facts), func(f traces.Fact) bool { return f.Key == w.fact })
				}
			}
			told.Steps[i].Events[k] = e
		}
	}
	return told
}
