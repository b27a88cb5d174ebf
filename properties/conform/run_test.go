package conform

import (
	"context"
	"slices"
	"strings"
	"testing"

	"tlsresume/impl/sim"
	"tlsresume/traces"
)

// A clumsy system panics over some verbs, and over none when it is opened or closed.
type clumsy struct {
	traces.System
	over []string
}

// Do implements traces.System.
func (c clumsy) Do(ctx context.Context, command traces.Command) ([]traces.Event, error) {
	if slices.Contains(c.over, command.Verb) {
		panic("dropped")
	}
	return c.System.Do(ctx, command)
}

// Close implements traces.System.
func (c clumsy) Close() error {
	if slices.Contains(c.over, "close the world") {
		panic("dropped")
	}
	return c.System.Close()
}

// Wherever a system panics it is an error that says where, behind what was done.
func TestAPanicIsAnError(t *testing.T) {
	script, err := traces.Parse("script", []byte("rule: none\nfrom: here\nserver s0 tickets\nclient c0 tickets\nseed: 1\n\n"+
		"dial k1 c0 s0\ndeliver k1.s\ntick 1d\ndeliver k1.c\n"))
	if err != nil {
		t.Fatal(err)
	}
	for over, want := range map[string]struct {
		where string
		steps int
	}{
		"open the world":  {"panic: dropped\n", 0},
		"dial":            {"step 1, dial k1 c0 s0: panic: dropped\n", 0},
		"tick":            {"step 3, tick 1d: panic: dropped\n", 2},
		"close the world": {"panic: dropped\n", 4},
	} {
		open := func(ctx context.Context, h traces.Header) (traces.System, error) {
			if over == "open the world" {
				panic("dropped")
			}
			sys, err := sim.Open(ctx, h)
			return clumsy{sys, []string{over}}, err
		}
		got, err := Run(context.Background(), open, script)
		if err == nil || !strings.HasPrefix(err.Error(), want.where) {
			t.Errorf("%s: got %v, want %q", over, err, want.where)
		}
		steps := 0
		if got != nil {
			steps = len(got.Steps)
		}
		if steps != want.steps {
			t.Errorf("%s: got %d steps, want %d", over, steps, want.steps)
		}
	}
}

// A system that panics over a trace does not do what the trace says.
func TestAPanicIsADifference(t *testing.T) {
	const file = "../../traces/figures/draft-figure-1.trace"
	want, err := traces.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	s := System{Name: "clumsy", Missing: func() string { return "" }, Open: func(ctx context.Context, h traces.Header) (traces.System, error) {
		sys, err := sim.Open(ctx, h)
		return clumsy{sys, []string{"deliver"}}, err
	}}
	for _, role := range []string{"", "server"} {
		s.Role = role
		j := Judge(context.Background(), file, want, s)
		if j.Verdict != Differs || len(j.Reasons) != 1 || !strings.Contains(j.Reasons[0], ": panic: dropped\n") {
			t.Errorf("%v: got %s, %v, want the panic", s, j.Verdict, j.Reasons)
		}
	}
}
