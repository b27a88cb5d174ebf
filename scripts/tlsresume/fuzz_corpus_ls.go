package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"tlsresume/fuzz"
	"tlsresume/fuzz/campaign"
	"tlsresume/fuzz/entries"
)

type corpusLsOptions struct {
	json, coverage bool
	folder         string
	judge          judging
	measure        measure
}

// A judging tells what an entry of a target comes to.
type judging func(ctx context.Context, target string, data []byte) (campaign.Verdict, error)

func newCorpusLsCommand() *cobra.Command {
	o := corpusLsOptions{measure: measureByArchive}
	c := &cobra.Command{
		Use:   "ls [TARGET...]",
		Short: "list the corpora: entries, bytes, how many are valid, and the kinds of commands in them",
		Long: `Ls reads the corpora of all targets or of those that are named, and runs each entry
once, as fuzz replay does. An entry that breaks a check is a finding, and the exit code 1.

In the folder, the corpus of a target is TARGET/corpus (go-fuzz), TARGET, FuzzTARGET (go
test) or TARGET_seed_corpus.zip (OSS-Fuzz), whichever is there first.`,
		RunE: func(c *cobra.Command, args []string) error {
			judge, err := ownJudge()
			if err != nil {
				return inconclusive(err)
			}
			defer judge.Close()
			o.judge = judge.Verdict
			return o.run(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), args)
		},
	}
	c.Flags().StringVar(&o.folder, "folder", "", "where the corpora are, such as .fuzz/corpus (default: corpus, in the project)")
	c.Flags().BoolVar(&o.coverage, "coverage", false, "count what the entries reach, too, as corpus minimize does: the first time it takes minutes")
	c.Flags().BoolVar(&o.json, "json", false, "print the list as JSON")
	return c
}

// A corpusRow is what is to be known of a corpus.
type corpusRow struct {
	Target   string        `json:"target"`
	Entries  int           `json:"entries"`
	Bytes    int           `json:"bytes"`
	Valid    int           `json:"valid"`
	Kinds    []string      `json:"kinds"`              // of the commands
	Counters *int          `json:"counters,omitempty"` // that they reach, if it was asked for
	Broken   []brokenEntry `json:"broken,omitempty"`
}

// A brokenEntry breaks a check.
type brokenEntry struct {
	File  string `json:"file"`
	Check string `json:"check"`
	Err   string `json:"err"`
}

func (o corpusLsOptions) run(ctx context.Context, out, talk io.Writer, names []string) error {
	targets, err := targetsNamed(names)
	if err != nil {
		return err
	}
	if o.folder == "" {
		if o.folder, err = storedCorpus(""); err != nil {
			return err
		}
	}
	if _, err := os.Stat(o.folder); err != nil {
		return usage(err)
	}
	var rows []corpusRow
	left := 0
	for _, t := range targets {
		all, n, err := readIfThere(talk, corpusIn(o.folder, t.Name))
		if err != nil {
			return err
		}
		left += n
		r, err := o.rowOf(ctx, t, all)
		if err == nil && o.coverage {
			r.Counters, err = o.counters(ctx, t, all)
		}
		if err != nil {
			return err
		}
		rows = append(rows, r)
	}
	if err := o.print(out, rows); err != nil {
		return err
	}
	if err := broken(rows); err != nil {
		return err
	}
	return leftOut(left)
}

// targetsNamed are the targets that arguments name, or all.
func targetsNamed(names []string) (targets []fuzz.Target, err error) {
	if len(names) == 0 {
		return fuzz.Targets(), nil
	}
	for _, name := range names {
		t, err := targetNamed(name)
		if err != nil {
			return nil, err
		}
		targets = append(targets, t)
	}
	return targets, nil
}

// corpusIn is where a folder has the corpus of a target.
func corpusIn(folder, target string) string {
	for _, path := range []string{target + "/corpus", target, "Fuzz" + target, target + "_seed_corpus.zip"} {
		path = filepath.Join(folder, filepath.FromSlash(path))
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return filepath.Join(folder, target)
}

// counters counts what entries reach.
func (o corpusLsOptions) counters(ctx context.Context, t fuzz.Target, all []entries.Entry) (*int, error) {
	features, _, err := o.measure.features(ctx, t, all)
	if err != nil {
		return nil, err
	}
	reached := slices.Concat(features...)
	slices.Sort(reached)
	n := len(slices.Compact(reached))
	return &n, nil
}

// rowOf runs the entries of a target.
func (o corpusLsOptions) rowOf(ctx context.Context, t fuzz.Target, all []entries.Entry) (corpusRow, error) {
	r := corpusRow{Target: t.Name, Entries: len(all), Kinds: []string{}}
	for _, e := range all {
		v, err := o.judge(ctx, t.Name, e.Data)
		switch {
		case ctx.Err() != nil:
			return r, ctx.Err()
		case err != nil:
			return r, inconclusive(err)
		case v.Check != "":
			r.Broken = append(r.Broken, brokenEntry{e.File, v.Check, v.Err})
		case v.Valid:
			r.Valid++
		}
		r.Bytes += len(e.Data)
		r.Kinds = append(r.Kinds, fuzz.Kinds(t.Grammar, e.Data)...)
		slices.Sort(r.Kinds)
		r.Kinds = slices.Compact(r.Kinds)
	}
	return r, nil
}

func (o corpusLsOptions) print(out io.Writer, rows []corpusRow) error {
	if o.json {
		return encodeJSON(out, rows)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprint(w, "target\tentries\tbytes\tvalid\tkinds")
	if o.coverage {
		fmt.Fprint(w, "\tcounters")
	}
	for _, r := range rows {
		fmt.Fprintf(w, "\n%s\t%d\t%d\t%d\t%d", r.Target, r.Entries, r.Bytes, r.Valid, len(r.Kinds))
		if r.Counters != nil {
			fmt.Fprintf(w, "\t%d", *r.Counters)
		}
	}
	fmt.Fprintln(w)
	return w.Flush()
}

// broken are the findings of all rows, as one.
func broken(rows []corpusRow) error {
	var all []brokenEntry
	for _, r := range rows {
		all = append(all, r.Broken...)
	}
	if len(all) == 0 {
		return nil
	}
	return finding(fmt.Errorf("%d entries break a check, the first is %s: %s", len(all), all[0].File, all[0].Check))
}
