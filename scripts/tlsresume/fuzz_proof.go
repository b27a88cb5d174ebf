package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"tlsresume/fuzz/proof"
	"tlsresume/impl/defect"
)

// A fuzzProof is what the command is told.
type fuzzProof struct {
	folder, book     string
	engines, defects []string
	long, json, show bool
	bound            proof.Bound
}

func newFuzzProofCommand() *cobra.Command {
	var p fuzzProof
	c := &cobra.Command{
		Use:   "proof",
		Short: "how long each engine takes to find the defects of the catalogue, and a blind loop beside them",
		Long: `Proof switches a defect on, and has each engine search for it with the target that is
to find it: go-fuzz, the native one, and a loop that changes the seeds as they do, but
looks at no coverage (and is the same each time). Each has one worker, and ends with its
first finding, which the implementation must survive without the defect.

Seeds that find the defect at once are counted, and left out of what an engine is given:
what it finds it has made. Executions are counted in the target, those of the seeds
included; seconds are those since the first.

Policies and decorators are planted: one build of each engine serves them all. With --long
the overlays are tried, too: each is built, which takes up to minutes. Rows are kept
in the book as they come, and what it has under the same bound is not tried again. A
folder is for one proof at a time.

Exit codes: 0 each is found, 1 one is not, or the implementation does what a defect was to
do, 2 usage, 3 what an engine needs is missing, 130 interrupted.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return p.run(c.Context(), c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	f := c.Flags()
	f.StringArrayVar(&p.defects, "defect", nil, "try this one alone (repeatable)")
	f.StringSliceVar(&p.engines, "engine", []string{"gofuzz", "native", "blind"}, "try these, in this order")
	f.Uint64Var(&p.bound.Execs, "execs", 300_000, "end a search after so many executions")
	f.DurationVar(&p.bound.Time, "time", 30*time.Second, "end a search after so long")
	f.BoolVar(&p.long, "long", false, "try the overlays, too")
	f.BoolVar(&p.show, "show", false, "try nothing, and print what the book has")
	f.StringVar(&p.folder, "folder", filepath.Join(".fuzz", "proof"), "where engines are built and run")
	f.StringVar(&p.book, "book", "", "the file that keeps the rows (default: book.jsonl, in the folder)")
	f.BoolVar(&p.json, "json", false, "print the rows as JSON")
	return c
}

func (p fuzzProof) run(ctx context.Context, out, talk io.Writer) error {
	if p.bound.Execs < 1 || p.bound.Time <= 0 {
		return usage(fmt.Errorf("got --execs %d --time %v, want at least 1, and more than 0s", p.bound.Execs, p.bound.Time))
	}
	chosen, err := p.chosen()
	if err != nil {
		return err
	}
	var engines []proof.Engine
	for _, name := range p.engines {
		e, err := pick("engine", name, proof.All, proof.Engine.Name)
		if err != nil {
			return err
		}
		engines = append(engines, e)
	}
	book, err := proof.OpenBook(cmp.Or(p.book, filepath.Join(p.folder, "book.jsonl")))
	if err != nil {
		return usage(err)
	}
	rows := book.Rows
	if !p.show {
		if rows, err = p.try(ctx, talk, book, chosen, engines); err != nil {
			return err
		}
	}
	if p.json {
		err = encodeJSON(out, rows)
	} else {
		err = printProof(out, rows, chosen)
	}
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(rows, func(r proof.Row) bool { return r.Stock != "" }); i >= 0 {
		return finding(fmt.Errorf("%s: the implementation violates %s without a defect, too: see %s",
			rows[i].Target, rows[i].Stock, filepath.Join(p.folder, "stock", rows[i].Target)))
	}
	if lost := unfound(rows); len(lost) > 0 {
		return finding(fmt.Errorf("%d defects are found by no engine and no seed: %s", len(lost), strings.Join(lost, ", ")))
	}
	return nil
}

func (p fuzzProof) chosen() (chosen []defect.Defect, err error) {
	all := defect.All()
	for _, name := range p.defects {
		d, err := pick("defect", name, all, func(d defect.Defect) string { return d.Name })
		if err != nil {
			return nil, err
		}
		chosen = append(chosen, d)
	}
	if len(chosen) > 0 {
		return chosen, nil
	}
	return slices.DeleteFunc(all, func(d defect.Defect) bool { return d.Grade() == defect.Overlay && !p.long && !p.show }), nil
}

// try fills the book, and gives the rows that were asked for.
func (p fuzzProof) try(ctx context.Context, talk io.Writer, book *proof.Book, chosen []defect.Defect, engines []proof.Engine) ([]proof.Row, error) {
	root, folder, err := places(p.folder)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, inconclusive(err)
	}
	at := &proof.Proof{Root: root, Folder: folder, Bound: p.bound, Date: time.Now().UTC().Format(time.DateOnly)}
	var rows []proof.Row
	for _, d := range chosen {
		target, _ := proof.Where(d)
		if target == "" {
			continue
		}
		for _, e := range engines {
			r, had := book.Has(at.Row(d, target, e))
			if !had {
				r, err = at.Try(ctx, d, target, e)
				if err != nil {
					return nil, interruptible(ctx, err)
				}
				if err := book.Add(r); err != nil {
					return nil, inconclusive(err)
				}
				fmt.Fprintf(talk, "%s: %s: %s: %s\n", r.Defect, r.Target, r.Engine, fared(r))
			}
			rows = append(rows, r)
		}
	}
	return rows, nil
}

// fared says how an engine fared.
func fared(r proof.Row) string {
	switch {
	case r.Found:
		return fmt.Sprintf("%d in %.1f s", r.Execs, r.Seconds)
	case r.Stock != "":
		return fmt.Sprintf("%d, but without it, too", r.Execs)
	case r.Seeds == r.BySeeds:
		return "every seed finds it"
	}
	return fmt.Sprintf("not in %d, %.0f s", r.Execs, r.Seconds)
}

// unfound are the defects of which no row has a finding.
func unfound(rows []proof.Row) (lost []string) {
	found := map[string]bool{}
	for _, r := range rows {
		found[r.Defect] = found[r.Defect] || r.Found || r.BySeeds > 0
	}
	for _, r := range rows {
		if !found[r.Defect] && !slices.Contains(lost, r.Defect) {
			lost = append(lost, r.Defect)
		}
	}
	return lost
}

// printProof prints a line for each defect, and below why others are not tried.
func printProof(out io.Writer, rows []proof.Row, chosen []defect.Defect) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "defect\tgrade\ttarget\tby seeds\tgo-fuzz\tnative\tblind\tviolated")
	for _, d := range defect.All() {
		of := slices.DeleteFunc(slices.Clone(rows), func(r proof.Row) bool { return r.Defect != d.Name })
		if len(of) == 0 {
			continue
		}
		var by []string
		checks := []string{of[0].Seed}
		for _, e := range proof.All {
			cell := "-"
			for _, r := range of {
				if r.Engine == e.Name() {
					cell = fared(r)
				}
			}
			by = append(by, cell)
		}
		for _, r := range of {
			checks = append(checks, r.Check)
		}
		slices.Sort(checks)
		checks = slices.DeleteFunc(slices.Compact(checks), func(c string) bool { return c == "" })
		fmt.Fprintf(w, "%s\t%s\t%s\t%d of %d\t%s\t%s\n", d.Name, of[0].Grade, of[0].Target, of[0].BySeeds, of[0].Seeds, strings.Join(by, "\t"), strings.Join(checks, ", "))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, d := range chosen {
		if _, why := proof.Where(d); why != "" {
			fmt.Fprintf(out, "%s: not tried: it %s\n", d.Name, why)
		}
	}
	return nil
}
