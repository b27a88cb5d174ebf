package adversary

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tlsresume/traces"
)

var update = flag.Bool("update", false, "rewrite the traces in traces/adversary")

const stored = "../../traces/adversary/"

// golden compares a trace with its file, byte for byte, and plays it.
func golden(t *testing.T, name string, trace *traces.Trace) {
	t.Helper()
	path, got := stored+name+traces.Extension, traces.Format(trace)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s: got\n%s\nwant\n%s", path, got, want)
	}
	replays(t, trace)
}

// Every file in traces/adversary is one of ours.
func TestNoStoredTraceIsLeftOver(t *testing.T) {
	files, err := traces.Find(stored)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), traces.Extension)
		config := slices.ContainsFunc(Configs(), func(c Config) bool { return c.Name == name && c.Breaks != "" })
		defect := slices.ContainsFunc(Defects(), func(d Defect) bool { return "defect-"+d.Name == name })
		if !config && !defect {
			t.Errorf("%s: got no configuration and no defect that breaks with it", file)
		}
	}
}

// Each step of an attack is needed, and so is each part of what is forged: without it
// the ends do something else, or the adversary cannot go on.
func TestEditedTracesDepart(t *testing.T) {
	files, err := traces.Find(stored)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasPrefix(filepath.Base(file), "defect-") {
			continue // no attack on honest ends
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			trace, err := traces.Load(file)
			if err != nil {
				t.Fatal(err)
			}
			for i := range trace.Steps[:len(trace.Steps)-1] {
				departs(t, trace, slices.Delete(slices.Clone(trace.Steps), i, i+1), "without "+trace.Steps[i].Command.String())
			}
			for i, s := range trace.Steps {
				for j := 2; s.Command.Verb == "forge" && j < len(s.Command.Args); j++ {
					steps := slices.Clone(trace.Steps)
					steps[i].Command.Args = slices.Delete(slices.Clone(s.Command.Args), j, j+1)
					departs(t, trace, steps, s.Command.String()+" without "+s.Command.Args[j])
				}
			}
		})
	}
}

// departs plays edited steps, and sees another answer than was stored with them.
func departs(t *testing.T, trace *traces.Trace, steps []traces.Step, edit string) {
	t.Helper()
	want := &traces.Trace{Header: trace.Header, Steps: steps}
	got, err := traces.Run(context.Background(), Open, want)
	if err == nil && traces.Diff(want, got) == nil {
		t.Errorf("%s: got the same events", edit)
	}
}
