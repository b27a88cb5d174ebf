package fuzz_test

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tlsresume/fuzz"
	"tlsresume/fuzz/entries"
	"tlsresume/properties"
	"tlsresume/properties/conform"
	"tlsresume/traces"
)

// A staged trace is one that the fleet's bytes can say.
type staged struct {
	file  string
	bytes []byte
	has   []string // situations
}

// situations are what is there and what happens in a trace: those of the properties, the
// verbs, the options, and how handshakes end.
func situations(t *traces.Trace) []string {
	all := map[string]bool{}
	run := properties.NewRun(t)
	for _, p := range properties.All() {
		all["property "+p.Name] = p.Occurs(run)
	}
	for _, n := range slices.Concat(t.Header.Servers, t.Header.Clients) {
		for _, o := range n.Options {
			all["option "+o.Key] = true
		}
		for _, p := range n.Policies() {
			all["policy "+p] = true
		}
	}
	for _, s := range t.Steps {
		all["verb "+s.Command.Verb] = true
		switch verb := s.Command.Verb; verb {
		case "omit", "say", "reorder":
			all[verb+" "+s.Command.Args[1]] = true
		case "deploy":
			for _, edit := range s.Command.Args[1:] {
				key, _, _ := strings.Cut(edit, "=")
				all["deploy "+key] = true
			}
		}
		for _, e := range s.Events {
			if e.Mark == traces.Aborted || e.Mark == traces.Agreed {
				all[string(e.Mark)+" "+e.What+" "+e.End[len(e.End)-1:]] = true
			}
		}
	}
	maps.DeleteFunc(all, func(_ string, there bool) bool { return !there })
	return slices.Sorted(maps.Keys(all))
}

// stage lists the stored traces that have bytes, the shortest first.
func stage(t *testing.T, fleet fuzz.Target) (all []staged) {
	t.Helper()
	files, err := traces.Find(filepath.Join("..", "traces"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		stored, err := traces.Load(file)
		if err != nil {
			t.Fatal(err)
		}
		if data, err := fleet.Script(stored); err == nil {
			all = append(all, staged{file, data, situations(stored)})
		}
	}
	slices.SortStableFunc(all, func(a, b staged) int { return cmp.Compare(len(a.bytes), len(b.bytes)) })
	return all
}

// often is in how many entries a situation is, if in so many traces.
const often = 2

// The corpus of the fleet has what the stored traces have: each situation of theirs is in
// some entries. A trace with something new brings another entry (-update).
func TestTheFleetBeginsWithTheStoredTraces(t *testing.T) {
	fleet := fleetTarget(t)
	folder := entries.Folder{Path: filepath.Join("..", "corpus", "Fleet")}
	all, wanted := stage(t, fleet), map[string]int{}
	for _, s := range all {
		for _, what := range s.has {
			wanted[what] = min(wanted[what]+1, often)
		}
	}
	for _, entry := range corpus(t, "Fleet") {
		all = slices.DeleteFunc(all, func(s staged) bool { return bytes.Equal(s.bytes, entry) })
		played, err := conform.Model(context.Background(), fleet.Trace(entry))
		if err != nil {
			t.Fatal(err)
		}
		for _, what := range situations(played) {
			wanted[what]--
		}
	}
	lacks := func(s staged) (n int) {
		for _, what := range s.has {
			if wanted[what] > 0 {
				n++
			}
		}
		return n
	}
	for len(all) > 0 {
		best := slices.MaxFunc(all, func(a, b staged) int { return cmp.Compare(lacks(a), lacks(b)) })
		if lacks(best) == 0 {
			return
		}
		all = slices.DeleteFunc(all, func(s staged) bool { return bytes.Equal(s.bytes, best.bytes) })
		if !*update {
			t.Fatalf("the corpus lacks %s, and what else is in %d situations: run go test ./fuzz -run Fleet -update", best.file, lacks(best))
		}
		if _, _, err := folder.Add(best.bytes); err != nil {
			t.Fatal(err)
		}
		for _, what := range best.has {
			wanted[what]--
		}
	}
}
