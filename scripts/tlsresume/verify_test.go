package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tlsresume/model/check"
	"tlsresume/properties/conform"
	"tlsresume/traces"
)

// What was not tried has no verdict: it does not hold.
func TestWhatWasNotTriedDoesNotHold(t *testing.T) {
	for name, part := range map[string]func(*verification) error{
		"a kind without results": func(v *verification) error { v.kind("properties").sum("of nothing", " hold"); return nil },
		"no script": func(v *verification) error {
			_, err := v.follow(t.Context(), "code to model", nil, "")
			return err
		},
		"no stored trace": func(v *verification) error { return v.traces(t.Context()) },
	} {
		t.Run(name, func(t *testing.T) {
			v := &verification{out: io.Discard, talk: io.Discard}
			if err := part(v); err != nil {
				t.Fatal(err)
			}
			if len(v.lines) == 0 {
				t.Error("got no line")
			}
			for _, l := range v.lines {
				if l.Verdict != check.Inconclusive {
					t.Errorf("%s: got %q, want inconclusive", l.What, l.Word)
				}
			}
			if v.close() == nil {
				t.Error("got a pass")
			}
		})
	}
}

// numbered are scripts that have their numbers for seeds.
func numbered(n int) []*traces.Trace {
	all := scripts(1, n)
	for i := range all {
		all[i].Header.Seed = uint64(i)
	}
	return all
}

// The first script on which the two part, by number, is what a part of the verification is
// broken by, and the one to replay; what cannot be played is told, and is not broken.
func TestVerifyTellsTheFirstParting(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TLSRESUME_OUT", dir)
	partsFrom := func(first uint64) (*following, *verification) {
		v := &verification{out: io.Discard, talk: io.Discard, verifyOptions: verifyOptions{seed: 7}}
		f, err := v.followAll(t.Context(), "code to model, here", numbered(40), func(_ context.Context, s *traces.Trace) (*traces.Trace, error) {
			switch n := s.Header.Seed; {
			case n >= first:
				return nil, fmt.Errorf("script %d parts", n)
			case n%20 == 1:
				return nil, fmt.Errorf("script %d: %w", n, traces.ErrCannot)
			}
			return s, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return f, v
	}
	f, v := partsFrom(30)
	if f != nil || len(v.lines) != 1 {
		t.Fatalf("got %v, %v, want one line", f, v.lines)
	}
	file := filepath.Join(dir, "code-to-model-here-7-30.trace")
	if l := v.lines[0]; l.Verdict != check.Broken || l.Detail != "script 30 parts" || len(l.Replay) != 1 || !strings.HasSuffix(l.Replay[0], " "+file) {
		t.Errorf("got %+v, want that script 30 parts, and how to replay it from %s", l, file)
	}
	if _, err := traces.Load(file); err != nil {
		t.Error(err)
	}
	f, v = partsFrom(40)
	if want := []string{"script 1: cannot", "script 21: cannot"}; f == nil || f.runs != 38 || !slices.Equal(f.lacks, want) || len(v.lines) != 0 {
		t.Errorf("got %+v, %v, want 38 runs, and %q", f, v.lines, want)
	}
}

// What is told of runs is the sum of what is told of each, whoever comes first.
func TestFollowingIsTheSumOfItsRuns(t *testing.T) {
	follow := func(some []*traces.Trace) *following {
		v := &verification{out: io.Discard, talk: io.Discard}
		f, err := v.followAll(t.Context(), "code to model", some, conform.Follow)
		if err != nil || f == nil {
			t.Fatalf("got %v, %v, want that they are followed", err, v.lines)
		}
		return f
	}
	all := scripts(1, 20)
	want := newFollowing()
	for i := range all {
		want.add(follow(all[i : i+1]))
	}
	got := follow(all)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got.runs != 20 || got.events < 100 || len(got.occurs) < 10 || got.occurs["ends-agree"] < 10 {
		t.Errorf("got %+v, want what 20 runs have", got)
	}
}
