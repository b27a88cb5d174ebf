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
	json   bool
	folder string
}

func newCorpusLsCommand() *cobra.Command {
	var o corpusLsOptions
	c := &cobra.Command{
		Use:   "ls [TARGET...]",
		Short: "list the corpora: entries, bytes, how many are valid, and the kinds of commands in them",
		Long: `Ls reads the corpora of all targets or of those that are named, and runs each entry
once. An entry that breaks a check is a finding, and the exit code 1.`,
		RunE: func(c *cobra.Command, args []string) error {
			return o.run(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), args)
		},
	}
	c.Flags().StringVar(&o.folder, "folder", "", "where there is a corpus for each target, such as .fuzz/corpus (default: corpus, in the project)")
	c.Flags().BoolVar(&o.json, "json", false, "print the list as JSON")
	return c
}

// A corpusRow is what is to be known of a corpus.
type corpusRow struct {
	Target   string       `json:"target"`
	Entries  int          `json:"entries"`
	Bytes    int          `json:"bytes"`
	Valid    int          `json:"valid"`
	Kinds    []string     `json:"kinds"` // of the commands
	Violate  []corpusFile `json:"violate,omitempty"`
	Problems []corpusFile `json:"problems,omitempty"`
}

// A corpusFile is a file about which there is something to say.
type corpusFile struct {
	File  string `json:"file"`
	Error string `json:"error"`
}

func (o corpusLsOptions) run(ctx context.Context, out, talk io.Writer, names []string) error {
	targets := fuzz.Targets()
	if len(names) > 0 {
		targets = nil
	}
	for _, name := range names {
		t, err := targetNamed(name)
		if err != nil {
			return err
		}
		targets = append(targets, t)
	}
	if o.folder == "" {
		all, err := storedCorpus("")
		if err != nil {
			return err
		}
		o.folder = all
	} else if _, err := os.Stat(o.folder); err != nil {
		return usage(err)
	}
	var rows []corpusRow
	left := 0
	for _, t := range targets {
		all, n, err := readIfThere(talk, filepath.Join(o.folder, t.Name))
		if err != nil {
			return err
		}
		left += n
		r, err := rowOf(ctx, t, all)
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
	fmt.Fprintln(w, "target\tentries\tbytes\tvalid\tkinds")
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\n", r.Target, r.Entries, r.Bytes, r.Valid, len(r.Kinds))
	}
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
