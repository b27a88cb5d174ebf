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
	"tlsresume/fuzz/entries"
)

type corpusLsOptions struct {
	json, coverage bool
	folder         string
	measure        measure
}

func newCorpusLsCommand() *cobra.Command {
	o := corpusLsOptions{measure: measureByArchive}
	c := &cobra.Command{
		Use:   "ls [TARGET...]",
		Short: "list the corpora: entries, bytes, how many are valid, and the kinds of commands in them",
		Long: `Ls reads the corpora of all targets or of those that are named, and runs each entry
once. An entry that breaks a check is a finding, and the exit code 1.

In the folder, the corpus of a target is TARGET/corpus (go-fuzz), TARGET, FuzzTARGET (go
test) or TARGET_seed_corpus.zip (OSS-Fuzz), whichever is there first.`,
		RunE: func(c *cobra.Command, args []string) error {
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
	Target   string       `json:"target"`
	Entries  int          `json:"entries"`
	Bytes    int          `json:"bytes"`
	Valid    int          `json:"valid"`
	Kinds    []string     `json:"kinds"`              // of the commands
	Counters *int         `json:"counters,omitempty"` // that they reach, if it was asked for
	Violate  []corpusFile `json:"violate,omitempty"`
}

// A corpusFile is a file about which there is something to say.
type corpusFile struct {
	File  string `json:"file"`
	Error string `json:"error"`
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
		r, err := rowOf(ctx, t, all)
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
	if err := violations(rows); err != nil {
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
func rowOf(ctx context.Context, t fuzz.Target, all []entries.Entry) (corpusRow, error) {
	r := corpusRow{Target: t.Name, Entries: len(all), Kinds: []string{}}
	for _, e := range all {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		r.Bytes += len(e.Data)
		valid, err := judged(t, e.Data)
		if valid {
			r.Valid++
		}
		if err != nil {
			r.Violate = append(r.Violate, corpusFile{e.File, err.Error()})
		}
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

// violations are those of all rows, as one finding.
func violations(rows []corpusRow) error {
	n := 0
	var first corpusFile
	for _, r := range rows {
		if n == 0 && len(r.Violate) > 0 {
			first = r.Violate[0]
		}
		n += len(r.Violate)
	}
	if n == 0 {
		return nil
	}
	return finding(fmt.Errorf("%d entries violate a check, the first: %s: %s", n, first.File, first.Error))
}
