package traces

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// A canned System answers every command with the events of a trace.
type canned struct {
	answers map[string][]Event
	closed  bool
}

func (c *canned) Do(_ context.Context, cmd Command) ([]Event, error) {
	if cmd.Verb == "cut" {
		return nil, fmt.Errorf("cut: %w", ErrCannot)
	}
	return c.answers[cmd.String()], nil
}
func (c *canned) Can(a Ability) bool { return a != "cut" }
func (c *canned) Close() error       { c.closed = true; return nil }

func parse(t *testing.T, text string) *Trace {
	t.Helper()
	trace, err := Parse("trace", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return trace
}

func open(t *Trace, c *canned) Open {
	return func(context.Context, Header) (System, error) {
		c.answers = map[string][]Event{}
		for _, s := range t.Steps {
			c.answers[s.Command.String()] = s.Events
		}
		return c, nil
	}
}

func TestRunReplaysAndCloses(t *testing.T) {
	want, system := parse(t, small), &canned{}
	got, err := Run(context.Background(), open(want, system), want)
	if err != nil {
		t.Fatal(err)
	}
	if d := Diff(want, got); d != nil {
		t.Error(d)
	}
	if !system.closed {
		t.Error("the System was left open")
	}
}

func TestRunSaysWhatTheSystemCannot(t *testing.T) {
	want := parse(t, small+"cut k1\n")
	got, err := Run(context.Background(), open(want, &canned{}), want)
	if !errors.Is(err, ErrCannot) || !strings.Contains(err.Error(), "step 5, cut k1") {
		t.Errorf("got %v, want ErrCannot at step 5", err)
	}
	if len(got.Steps) != 4 {
		t.Errorf("got %d steps before the error, want 4", len(got.Steps))
	}
}

func TestDiffNamesTheFirstDifference(t *testing.T) {
	want := parse(t, small)
	for _, edit := range []struct{ old, new, says string }{
		{" ticket=T1", " ticket=T2", "line 10, dial k1 c0 s0: got «k1.c > ClientHello ticket=T2"},
		{"  k1.s ! unexpected_message got=Finished want=ClientHello -- prose of any kind\n", "", "got nothing, want «k1.s ! unexpected_message"},
		{"tick 7d\n", "tick 7d\n  k1.s > Finished\n", "line 14, tick 7d: got «k1.s > Finished», want nothing"},
		{"prose of any kind", "other prose", ""},
	} {
		got := parse(t, strings.Replace(small, edit.old, edit.new, 1))
		d := Diff(want, got)
		if edit.says == "" {
			if d != nil {
				t.Errorf("prose was compared: %v", d)
			}
		} else if d == nil || !strings.Contains(d.Error(), edit.says) {
			t.Errorf("got %v, want %q", d, edit.says)
		}
	}
}

func TestSymbolsNameEqualBytesEqually(t *testing.T) {
	var s Symbols
	got := []string{
		s.Name('T', []byte("a")), s.Name('T', []byte("b")), s.Name('T', []byte("a")),
		s.Name('M', []byte("a")), s.Name('T', nil),
	}
	if want := "T1 T2 T1 M1 empty"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestSaveThenLoadIsTheSame(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new", "a.trace")
	if err := Save(file, parse(t, small)); err != nil {
		t.Fatal(err)
	}
	got, err := Load(file)
	if err != nil || string(Format(got)) != small {
		t.Errorf("got %v and\n%s", err, Format(got))
	}
	files, err := Find(filepath.Dir(file))
	if err != nil || len(files) != 1 || files[0] != file {
		t.Errorf("Find gave %v, %v: want the one file and no other", files, err)
	}
}

func TestFindRefusesAFolderWithoutTraces(t *testing.T) {
	if _, err := Find(t.TempDir()); err == nil {
		t.Error("got no error")
	}
}

func TestEditChangesOptions(t *testing.T) {
	n, _ := parse(t, small).Header.Node("s0")
	if got, want := n.Edit([]string{"-ems", "+key=K2", "+cache"}).String(), "s0 tickets vhost=a.example key=K2 cache"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
