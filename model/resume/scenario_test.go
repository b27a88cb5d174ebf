package resume

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"tlsresume/traces"
)

// The choices that the RFCs leave, one trace each.
func TestScenarios(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.trace")
	if err != nil || len(paths) == 0 {
		t.Fatalf("got %d traces, %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			want := read(t, path)
			got, err := traces.Run(context.Background(), Open, want)
			if err != nil {
				t.Fatal(err)
			}
			if d := traces.Diff(want, got); d != nil && !*update {
				t.Error(d)
			}
			if *update {
				if err := os.WriteFile(path, traces.Format(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func TestWhatTheModelCannot(t *testing.T) {
	sys, err := Open(context.Background(), read(t, "testdata/static-rsa.trace").Header)
	if err != nil {
		t.Fatal(err)
	}
	do := func(verb string, args ...string) error {
		_, err := sys.Do(context.Background(), traces.Command{Verb: verb, Args: args})
		return err
	}
	if err := do("dial", "k1", "c0", "s0"); err != nil {
		t.Fatal(err)
	}
	for _, c := range [][]string{
		{"say", "k1.c", "ServerHello"}, {"say", "k1.c", "Alert"},
	} {
		if err := do(c[0], c[1:]...); !errors.Is(err, traces.ErrCannot) {
			t.Errorf("%v: got %v, want %v", c, err, traces.ErrCannot)
		}
	}
	if sys.Can("forge") || !sys.Can("deliver") {
		t.Error("Can does not say what Do does")
	}
	for _, c := range [][]string{
		{"dial", "k1", "c0", "s0"}, {"deliver", "k9.s"}, {"rotate", "c0"}, {"deploy", "x", "+ems"}, {"tick"},
	} {
		if err := do(c[0], c[1:]...); err == nil || errors.Is(err, traces.ErrCannot) {
			t.Errorf("%v: got %v, want an error that is no excuse", c, err)
		}
	}
}

// every calls f with the states along every trace that the model has made.
func every(t *testing.T, f func(naming, traces.Command, *State)) {
	paths, err := filepath.Glob(modelTraces + "*.trace")
	if err != nil || len(paths) == 0 {
		t.Fatalf("got %d traces, %v", len(paths), err)
	}
	for _, path := range paths {
		trace := read(t, path)
		y := open(trace.Header, stock())
		for _, step := range trace.Steps {
			names := y.naming
			if _, err := y.Do(context.Background(), step.Command); err != nil {
				t.Fatal(err)
			}
			f(names, step.Command, &y.state)
		}
	}
}

func TestCommandsAndActionsAreInverse(t *testing.T) {
	every(t, func(n naming, c traces.Command, _ *State) {
		a, err := n.action(c)
		if err != nil {
			t.Fatal(err)
		}
		if got := n.command(a); got.String() != c.String() {
			t.Errorf("got %s, want %s", got, c)
		}
	})
}

func TestEncodeAndDecodeAreInverse(t *testing.T) {
	every(t, func(_ naming, c traces.Command, s *State) {
		want := s.Encode(nil)
		decoded := State{world: s.world}
		decoded.Decode(want)
		if got := decoded.Encode(nil); !bytes.Equal(got, want) {
			t.Errorf("%s: got %x, want %x", c, got, want)
		}
	})
}

// Which numbers values have means nothing.
func TestEncodeNumbersValuesAnew(t *testing.T) {
	header := read(t, modelTraces+"goal-renew-ticket.trace").Header
	a, b := newState(header, stock()), newState(header, stock())
	b.Do(Action{Verb: "restart"})
	for _, x := range []Action{{Verb: "dial"}, {Verb: "deliver", Side: Server}, {Verb: "deliver", Side: Client}} {
		a.Do(x)
		b.Do(x)
		if !bytes.Equal(a.Encode(nil), b.Encode(nil)) {
			t.Errorf("%v: got two encodings of one state", x)
		}
	}
	b.Do(Action{Verb: "rotate"})
	if bytes.Equal(a.Encode(nil), b.Encode(nil)) {
		t.Error("got one encoding of two states")
	}
}
