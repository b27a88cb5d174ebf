package capture_test

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tlsresume/impl/capture"
	"tlsresume/impl/sim"
	"tlsresume/traces"
)

// recorded is a stored trace as the simulator plays it, and what passed on its wires.
func recorded(t *testing.T, name string) (*traces.Trace, *capture.Run) {
	t.Helper()
	want, err := traces.Load("../../traces/" + name + traces.Extension)
	if err != nil {
		t.Fatal(err)
	}
	run := new(capture.Run)
	got, err := traces.Run(capture.Into(context.Background(), run), sim.Open, want)
	if err != nil {
		t.Fatal(err)
	}
	if d := traces.Diff(want, got); d != nil {
		t.Fatalf("%s: got another run when it is recorded: %v", name, d)
	}
	return got, run
}

// stored are traces with what there is to know of them: how many handshakes came to a
// master secret, and how many of these are different.
var stored = []struct {
	name              string
	handshakes, apart int
}{
	{"figures/draft-figure-1", 1, 1},
	{"figures/draft-figure-2", 2, 1},
	{"figures/rfc5246-figure-2", 2, 1},
	{"regress/renegotiate-abbreviated", 2, 1},
	{"regress/omit-in-the-next-handshake", 2, 2}, // the second fails behind its secret
	{"adversary/triple-handshake-no-ems", 3, 2},
}

// Each handshake that came to a master secret has it in the key log, also one that fails
// then, and a session that is resumed has that of its line.
func TestSecretsAreThoseOfTheHandshakes(t *testing.T) {
	for _, s := range stored {
		_, run := recorded(t, s.name)
		lines := strings.SplitAfter(string(run.KeyLogged()), "\n")
		apart := map[string]bool{}
		for _, line := range lines[:len(lines)-1] {
			apart[strings.Fields(line)[2]] = true
		}
		if len(lines)-1 != s.handshakes || len(apart) != s.apart {
			t.Errorf("%s: got %d lines with %d secrets, want %d with %d", s.name, len(lines)-1, len(apart), s.handshakes, s.apart)
		}
	}
}

// A run that is recorded again is the same to the byte.
func TestRecordsAreDeterministic(t *testing.T) {
	for _, s := range stored {
		_, one := recorded(t, s.name)
		_, two := recorded(t, s.name)
		if !reflect.DeepEqual(one.Moments, two.Moments) {
			t.Errorf("%s: got two different records", s.name)
		}
	}
}

// What passes is what was said, on a network that leaves it alone; what was not delivered
// is there, too.
func TestWhatPassesWasSaid(t *testing.T) {
	file := t.TempDir() + "/undelivered.trace"
	text := "rule: a sentence\nfrom: a test\nserver s0\nclient c0\nseed: 1\n\n" +
		"dial k1 c0 s0\n  k1.c > ClientHello session_id=empty ri=scsv\ndeliver k1.s\ndup k1.c 1\ndeliver k1.c 1\ndrop k1.c 1\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	script, err := traces.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	run := new(capture.Run)
	if _, err := traces.Run(capture.Into(context.Background(), run), sim.Open, script); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range run.Moments {
		switch what := m.What.(type) {
		case *capture.Dial:
			got = append(got, fmt.Sprintf("%d dial %s %s %s", m.Cause.Step, m.Conn, what.Client, what.Server))
		case *capture.Pass:
			got = append(got, fmt.Sprintf("%d %s of %d unread %t", m.Cause.Step, what.To, what.Said.Step, what.Unread))
		}
	}
	want := []string{"1 dial k1 c0 s0", "2 k1.s of 1 unread false", "4 k1.c of 2 unread false"}
	if !slices.Equal(got[:min(len(got), 3)], want) || len(got) < 4 || !strings.Contains(got[3], "0 k1.c of 2 unread true") {
		t.Errorf("got %q, want %q and what was left on the wire", got, want)
	}
}

// A secret is in a key log and nowhere else.
func TestSecretsAreNotPrinted(t *testing.T) {
	s := &capture.Secret{Master: []byte("master")}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%q"} {
		if got := fmt.Sprintf(verb, s); got != "a master secret" {
			t.Errorf("%s: got %q", verb, got)
		}
	}
}
