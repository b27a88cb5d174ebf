package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tlsresume/fuzz/archive"
	"tlsresume/fuzz/entries"
)

// bytesOf measures without an archive: what an entry reaches are its bytes, and ! only
// at times.
func bytesOf(_ context.Context, _ string, data [][]byte) (all []archive.Counters, _ error) {
	for i, entry := range data {
		if string(entry) == "crash" {
			return all, &archive.EntryError{Index: i, Err: errors.New("exit status 2")}
		}
		var c archive.Counters
		for _, b := range entry {
			if b == '!' {
				c.Unstable = append(c.Unstable, archive.Feature(b))
			} else {
				c.Features = append(c.Features, archive.Feature(b))
			}
		}
		all = append(all, c)
	}
	return all, nil
}

// minimize makes a corpus of these entries smaller.
func minimize(t *testing.T, by measure, of ...string) (kept []string, out, talk string, err error) {
	t.Helper()
	from, into := filepath.Join(t.TempDir(), "from"), filepath.Join(t.TempDir(), "new", "into")
	for _, data := range of {
		if _, _, err := (entries.Folder{Path: from}).Add([]byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	var stdout, stderr bytes.Buffer
	o := corpusMinimizeOptions{from: []string{from}, into: into, measure: by}
	err = o.run(t.Context(), &stdout, &stderr, "NewSessionTicket")
	if all, _, err := entries.Read(from); err != nil || len(all) != len(of) {
		t.Errorf("got %d entries in --from, %v, want all %d", len(all), err, len(of))
	}
	all, problems, _ := entries.Read(into)
	for _, e := range all {
		kept = append(kept, string(e.Data))
	}
	if hidden, _ := filepath.Glob(filepath.Join(filepath.Dir(into), ".*")); len(hidden)+len(problems) > 0 {
		t.Errorf("got %v and %v, want nothing beside what is kept", hidden, problems)
	}
	slices.Sort(kept)
	return kept, stdout.String(), stderr.String(), err
}

func TestMinimizeKeepsWhatReachesAll(t *testing.T) {
	kept, out, talk, err := minimize(t, bytesOf, "ab", "abc", "d", "cd!", "!")
	if want := []string{"abc", "d"}; err != nil || !slices.Equal(kept, want) {
		t.Fatalf("got %v, %v, want %v", kept, err, want)
	}
	if want := "kept 2 of 5 entries, 4 of 10 bytes: they reach all 4 counters\n"; !strings.HasSuffix(out, want) {
		t.Errorf("got %s, want %s", out, want)
	}
	lines := strings.Split(out, "\n")
	for i, want := range []string{"entry", entries.Name([]byte("abc")), entries.Name([]byte("d"))} {
		if !strings.HasPrefix(lines[i], want) {
			t.Errorf("line %d: got %s, want %s", i+1, lines[i], want)
		}
	}
	if want := "counters that are not the same each time, and do not count where they are not: 1\n"; !strings.Contains(talk, want) {
		t.Errorf("got %s, want %s", talk, want)
	}
}

// Whatever goes wrong, no folder is there that would pass for the corpus.
func TestMinimizeSaysWhyNot(t *testing.T) {
	fails := func(context.Context, string, [][]byte) ([]archive.Counters, error) {
		return nil, &archive.MissingTool{Tool: "gcc", Err: errors.New("not found")}
	}
	for _, c := range []struct {
		measure measure
		entries []string
		code    int
		want    string
	}{
		{bytesOf, []string{"ab", "crash"}, codeFinding, entries.Name([]byte("crash")) + ": what the corpus reaches cannot be told, the entry ends the program"},
		{fails, []string{"ab"}, codeInconclusive, "an archive is linked by gcc, which is not there"},
	} {
		kept, _, _, err := minimize(t, c.measure, c.entries...)
		if len(kept) > 0 || err == nil || exitCode(err) != c.code || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, %v, exit code %d, want %s, %d", kept, err, exitCode(err), c.want, c.code)
		}
	}
}

// An interrupt is one, wherever it comes, and leaves no folder.
func TestMinimizeIsInterrupted(t *testing.T) {
	from, into := t.TempDir(), filepath.Join(t.TempDir(), "into")
	if _, _, err := (entries.Folder{Path: from}).Add([]byte("ab")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	late := func(ctx context.Context, target string, data [][]byte) ([]archive.Counters, error) {
		defer cancel()
		return bytesOf(ctx, target, data)
	}
	o := corpusMinimizeOptions{from: []string{from}, into: into, measure: late}
	if err := o.run(ctx, io.Discard, io.Discard, "NewSessionTicket"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want it to be interrupted", err)
	}
	if left, err := os.ReadDir(filepath.Dir(into)); err != nil || len(left) > 0 {
		t.Errorf("got %v, %v, want nothing", left, err)
	}
}

func TestMinimizeWantsAPlaceOfItsOwn(t *testing.T) {
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "mine"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	empty := t.TempDir()
	for _, c := range []struct{ from, into, want string }{
		{full, "", "got no --into"},
		{full, full, "got a folder with 1 files in it, want a new one"},
		{empty, filepath.Join(empty, "new"), "got no entries"},
		{filepath.Join(empty, "nowhere"), filepath.Join(empty, "new"), "nowhere: no such file"},
	} {
		o := corpusMinimizeOptions{from: []string{c.from}, into: c.into, measure: bytesOf}
		err := o.run(t.Context(), io.Discard, io.Discard, "NewSessionTicket")
		if err == nil || exitCode(err) != codeUsage || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}
