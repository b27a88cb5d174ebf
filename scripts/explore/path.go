package explore

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tlsresume/model/resume"
	"tlsresume/traces"
)

// A path is steps through a world, and how many of them are behind the place that is
// shown. Its address has a do= for each step, and at= where it is not at its end. A trace's
// own steps are not named: ?at=3 alone is the third of them.
type path struct {
	kind, name string
	world      *world
	steps      []traces.Command
	own        bool // the steps are those of the trace
	at         int
}

// A lostError says which step cannot be gone.
type lostError struct {
	number int
	before string // the address of the path up to there; "" if that is the beginning
	err    error
}

func (e *lostError) Error() string { return fmt.Sprintf("step %d: %v", e.number, e.err) }
func (e *lostError) Unwrap() error { return e.err }

// pathOf reads an address.
func pathOf(w *world, query string) (*path, error) {
	p := &path{kind: w.kind, name: w.name, world: w}
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, fmt.Errorf("the address: %w", err)
	}
	for key := range values {
		if key != "do" && key != "at" || key == "at" && len(values[key]) > 1 {
			return nil, fmt.Errorf("the address: got %d %s=, want a do= for each step and at most one at=", len(values[key]), key)
		}
	}
	lines := values["do"]
	if p.own = w.own != nil && len(lines) == 0; p.own {
		for _, s := range w.own.Steps {
			p.steps = append(p.steps, s.Command)
		}
	} else if err := p.read(lines); err != nil {
		return nil, err
	}
	if len(p.steps) > MaxSteps {
		return nil, fmt.Errorf("got %d steps, want at most %d", len(p.steps), MaxSteps)
	}
	p.at = len(p.steps)
	if text := values.Get("at"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > len(p.steps) {
			return nil, fmt.Errorf("got at=%q, want a number from 0 to %d", text, len(p.steps))
		}
		p.at = n
	}
	return p, nil
}

// read reads steps as the language of traces has them.
func (p *path) read(lines []string) error {
	head := traces.Format(&traces.Trace{Header: p.world.header})
	text := string(head) + strings.Join(lines, "\n")
	if len(lines) > 0 {
		text += "\n"
	}
	t, err := traces.Parse("path", []byte(text))
	var wrong *traces.SyntaxError
	if errors.As(err, &wrong) {
		n := min(max(wrong.Line-strings.Count(string(head), "\n"), 1), len(lines))
		return fmt.Errorf("step %d, %q: %s", n, lines[n-1], wrong.Message)
	}
	if err != nil {
		return err
	}
	for _, s := range t.Steps {
		p.steps = append(p.steps, s.Command)
	}
	if len(p.steps) != len(lines) || slices.ContainsFunc(t.Steps, func(s traces.Step) bool { return len(s.Events) > 0 }) {
		return fmt.Errorf("got %d steps in %d do=, want a command in each", len(p.steps), len(lines))
	}
	return nil
}

// to is the address of a place on the path.
func (p *path) to(at int) string { return p.address("", at) }

func (p *path) address(of string, at int) string {
	var query []string
	for i := 0; !p.own && i < len(p.steps); i++ {
		query = append(query, "do="+escaped(p.steps[i].String()))
	}
	if at < len(p.steps) {
		query = append(query, "at="+strconv.Itoa(at))
	}
	address := "/" + p.kind + "/" + url.PathEscape(p.name) + of
	if len(query) > 0 {
		address += "?" + strings.Join(query, "&")
	}
	return address
}

// escaped is a text as an address has it, in which people find the words.
func escaped(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }

// behind is the path that goes another way from here.
func (p *path) behind(c traces.Command) *path {
	if next := p.at; next < len(p.steps) && p.steps[next].String() == c.String() {
		return &path{kind: p.kind, name: p.name, steps: p.steps, own: p.own, at: next + 1} // what lies behind stays
	}
	return &path{kind: p.kind, name: p.name, steps: append(slices.Clip(p.steps[:p.at]), c), at: p.at + 1}
}

// start is the first state.
func (p *path) start(ctx context.Context) (*resume.Walk, error) {
	w, err := p.world.walk(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", p.kind, p.name, err)
	}
	return w, nil
}

// do goes the step behind so many.
func (p *path) do(ctx context.Context, w *resume.Walk, i int) ([]traces.Event, error) {
	events, err := w.Do(ctx, p.steps[i])
	if err != nil {
		lost := &lostError{number: i + 1, err: err}
		if i > 0 {
			before := &path{kind: p.kind, name: p.name, steps: p.steps[:i]}
			lost.before = before.to(i)
		}
		return nil, lost
	}
	return events, nil
}

// trace is the path up to the place, with the model's events.
func (p *path) trace(ctx context.Context) (*traces.Trace, error) {
	w, err := p.start(ctx)
	if err != nil {
		return nil, err
	}
	t := &traces.Trace{Header: p.world.header}
	for i := range p.at {
		events, err := p.do(ctx, w, i)
		if err != nil {
			return nil, err
		}
		t.Steps = append(t.Steps, traces.Step{Command: p.steps[i], Events: events})
	}
	return t, nil
}
