package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tlsresume/fuzz"
	"tlsresume/fuzz/campaign"
	"tlsresume/fuzz/entries"
	"tlsresume/traces"
)

// What show prints of a whole corpus, add reads: entries that do the same.
func TestShownCorporaCanBeAdded(t *testing.T) {
	for _, target := range fuzz.Targets() {
		t.Run(target.Name, func(t *testing.T) {
			corpus, err := storedCorpus(target.Name)
			if err != nil {
				t.Fatal(err)
			}
			var shown bytes.Buffer
			if err := showEntries(&shown, io.Discard, target, []string{corpus}, false); err != nil {
				t.Fatal(err)
			}
			got, err := inputsOf(&shown, target, "-")
			if err != nil {
				t.Fatal(err)
			}
			all, err := entries.Sound(corpus)
			if err != nil || len(got) != len(all) {
				t.Fatalf("%s: got %d entries back, want %d, %v", corpus, len(got), len(all), err)
			}
			for i, e := range all {
				if want := target.Grammar.Join(target.Grammar.Split(e.Data)); !bytes.Equal(got[i], want) {
					t.Errorf("%s: got %x, want %x", e.File, got[i], want)
				}
			}
		})
	}
}

// letter is a target whose commands are letters, and the servers of traces.
var letter = fuzz.Target{
	Name: "Letter",
	Judge: func(data []byte) (bool, error) {
		if bytes.Contains(data, []byte("x")) {
			return false, &fuzz.Violation{Check: "no-x", Err: errors.New("got an x")}
		}
		return len(data) > 0, nil
	},
	Grammar: letters{},
	Trace: func(data []byte) *traces.Trace {
		t := &traces.Trace{Header: traces.Header{Rule: "none", From: "a test"}}
		for _, b := range data {
			t.Header.Servers = append(t.Header.Servers, traces.Node{Name: string(b)})
		}
		return t
	},
	Script: func(t *traces.Trace) (data []byte, err error) {
		for _, s := range t.Header.Servers {
			if len(s.Options) > 0 {
				return nil, fmt.Errorf("got the server %s with options, want none", s.Name)
			}
			data = append(data, s.Name...)
		}
		return data, nil
	},
}

// letters is its grammar.
type letters struct{}

func (letters) Split(data []byte) (all []fuzz.Piece) {
	for _, b := range data {
		all = append(all, fuzz.Piece{Kind: string(b), Bytes: []byte{b}})
	}
	return all
}

func (letters) Join(pieces []fuzz.Piece) (data []byte) {
	for _, p := range pieces {
		data = append(data, p.Bytes...)
	}
	return data
}

func (letters) Show(p fuzz.Piece) string { return hex.EncodeToString(p.Bytes) }

func (letters) Read(line string) (fuzz.Piece, error) {
	data, err := hex.DecodeString(line)
	return fuzz.Piece{Kind: string(data), Bytes: data}, err
}

func TestTracesAreAdded(t *testing.T) {
	dir := t.TempDir()
	save := func(name string, trace *traces.Trace) string {
		file := filepath.Join(dir, name+".trace")
		if err := os.WriteFile(file, traces.Format(trace), 0o644); err != nil {
			t.Fatal(err)
		}
		return file
	}
	trace := letter.Trace([]byte("ab"))
	trace.Header.Clients = []traces.Node{{Name: "c"}}
	file, into := save("ab", trace), filepath.Join(dir, "into")
	var out bytes.Buffer
	if err := addEntries(nil, &out, letter, []string{file}, into); err != nil {
		t.Fatal(err)
	}
	if all, err := entries.Sound(into); err != nil || len(all) != 1 || string(all[0].Data) != "ab" {
		t.Errorf("got %v, %v, want ab", all, err)
	}
	out.Reset()
	if err := showEntries(&out, io.Discard, letter, []string{into}, true); err != nil || !strings.Contains(out.String(), "server a\nserver b\n") {
		t.Errorf("got %s, %v, want the trace", out.String(), err)
	}
	trace.Header.Servers[0].Options = []traces.Option{{Key: "ems"}}
	for _, file := range []string{save("options", trace), filepath.Join(dir, "nowhere.trace"), save("bad", &traces.Trace{})} {
		if err := addEntries(nil, io.Discard, letter, []string{file}, into); err == nil || exitCode(err) != codeUsage || !strings.Contains(err.Error(), file) {
			t.Errorf("%s: got %v, want it told", file, err)
		}
	}
}

// judgedBy judges in this process.
func judgedBy(t fuzz.Target) judging {
	return func(_ context.Context, _ string, data []byte) (campaign.Verdict, error) {
		valid, err := t.Judge(data)
		var v *fuzz.Violation
		if errors.As(err, &v) {
			return campaign.Verdict{Check: v.Check, Err: v.Err.Error()}, nil
		}
		return campaign.Verdict{Valid: valid}, err
	}
}

// An entry that breaks a check is a finding, and not valid.
func TestBrokenEntriesAreFindings(t *testing.T) {
	o := corpusLsOptions{judge: judgedBy(letter)}
	r, err := o.rowOf(t.Context(), letter, []entries.Entry{{File: "good", Data: []byte("ab")}, {File: "bad", Data: []byte("ax")}, {File: "empty"}})
	if err != nil || len(r.Broken) != 1 || r.Entries != 3 || r.Valid != 1 || r.Bytes != 4 || len(r.Kinds) != 3 {
		t.Errorf("got %+v, %v, want one of three valid, and one broken", r, err)
	}
	if err := broken([]corpusRow{{}, r}); exitCode(err) != codeFinding || err.Error() != "1 entries break a check, the first is bad: no-x" {
		t.Errorf("got %v, want the entry", err)
	}
	o.judge = func(context.Context, string, []byte) (campaign.Verdict, error) {
		return campaign.Verdict{}, errors.New("no process")
	}
	if _, err := o.rowOf(t.Context(), letter, []entries.Entry{{}}); exitCode(err) != codeInconclusive {
		t.Errorf("got %v, want it to be inconclusive", err)
	}
}

// In a folder the corpora of every engine are found.
func TestLsFindsTheCorporaOfEveryEngine(t *testing.T) {
	for _, layout := range []string{"Letter", "Letter/corpus", "FuzzLetter", "Letter_seed_corpus.zip"} {
		dir := t.TempDir()
		path := filepath.Join(dir, filepath.FromSlash(layout))
		if err := os.MkdirAll(path, 0o755); err != nil {
			t.Fatal(err)
		}
		if got := corpusIn(dir, "Letter"); got != path {
			t.Errorf("got %s, want %s", got, path)
		}
	}
}

func TestLsCountsWhatEntriesReach(t *testing.T) {
	dir := t.TempDir()
	for _, data := range []string{"ab", "bc"} {
		if _, _, err := (entries.Folder{Path: filepath.Join(dir, "NewSessionTicket")}).Add([]byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	o := corpusLsOptions{folder: dir, coverage: true, measure: bytesOf, judge: judgedBy(letter)}
	if err := o.run(t.Context(), &out, io.Discard, []string{"NewSessionTicket"}); err != nil || !strings.HasSuffix(out.String(), " 3\n") {
		t.Errorf("got %s, %v, want 3 counters", out.String(), err)
	}
}
