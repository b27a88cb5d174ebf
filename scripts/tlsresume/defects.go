package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"tlsresume/impl/defect"
	"tlsresume/model/check"
	"tlsresume/properties"
	"tlsresume/properties/matrix"
)

type defectsOptions struct {
	json, full, stock bool
	defect            string
	seed              uint64
	random, probes    int
}

func newDefectsCommand() *cobra.Command {
	var o defectsOptions
	c := &cobra.Command{
		Use:   "defects",
		Short: "the catalogue of defects, and what finds each: the kill matrix",
		Long: `Defects tries every defect of the implementation against every check, and prints
what finds it, and after how many cases: the stored traces in the order of their
names, then random scripts; states, for the model; seeds, for what needs no script.

Policies and decorators are tried in this process, and by go test. With --full the
overlays are, too: each is an edit of the source, and is compiled into a program
that judges itself (--stock); and the stock implementation is tried with a hundred
times as many random scripts and seeds, of which none must find anything.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return o.run(c.Context(), c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	c.Flags().BoolVar(&o.json, "json", false, "print the matrix as JSON")
	c.Flags().BoolVar(&o.full, "full", false, "try the overlays, too, and the stock implementation at length")
	c.Flags().BoolVar(&o.stock, "stock", false, "judge the implementation that this program was compiled with, and no defect")
	c.Flags().StringVar(&o.defect, "defect", "", "try this one alone")
	c.Flags().Uint64Var(&o.seed, "seed", 1, "of the random scripts and of the probes")
	c.Flags().IntVar(&o.random, "random", defectCases, "how many random scripts to play, behind the stored traces")
	c.Flags().IntVar(&o.probes, "probes", probeSeeds, "how many seeds to run each check with that needs no script")
	return c
}

func (o defectsOptions) run(ctx context.Context, out, talk io.Writer) error {
	if o.random < 1 || o.probes < 1 {
		return usage(fmt.Errorf("got --random %d --probes %d, want at least 1 of each", o.random, o.probes))
	}
	chosen, err := o.chosen()
	if err != nil {
		return err
	}
	root, err := projectRoot()
	if err != nil {
		return usage(err)
	}
	b, err := matrix.NewBench(ctx, root, o.seed, o.random, o.probes)
	if err != nil {
		return err
	}
	b.Fleets = fleets
	if o.stock {
		return o.judge(ctx, b, out)
	}
	m := killMatrix{Seed: o.seed, Random: o.random, Probes: o.probes}
	long := o.full && o.defect == ""
	if long { // first: what it finds puts all else in doubt
		if m.Stock, err = o.atLength(ctx, talk); err != nil {
			return err
		}
	}
	if m.Rows, err = o.rows(ctx, b, chosen, talk); err != nil {
		return err
	}
	if long {
		m.Idle = idle(m.Rows)
	}
	return o.report(out, m, chosen)
}

func (o defectsOptions) chosen() ([]defect.Defect, error) {
	all := defect.All()
	if o.defect != "" {
		d, err := pick("defect", o.defect, all, func(d defect.Defect) string { return d.Name })
		return []defect.Defect{d}, err
	}
	return slices.DeleteFunc(all, func(d defect.Defect) bool { return d.Grade() == defect.Overlay && !o.full }), nil
}

// A killMatrix is what found the defects, and what was found without one.
type killMatrix struct {
	Seed   uint64       `json:"seed"`
	Random int          `json:"random"`
	Probes int          `json:"probes"`
	Rows   []matrix.Row `json:"rows"`
	Stock  *matrix.Row  `json:"stock,omitempty"` // with a hundred times as many cases
	Idle   []string     `json:"idle,omitempty"`  // checks that found nothing
}

// rows tries defects side by side.
func (o defectsOptions) rows(ctx context.Context, b *matrix.Bench, chosen []defect.Defect, talk io.Writer) ([]matrix.Row, error) {
	rows := make([]matrix.Row, len(chosen))
	err := crew{what: "defects", talk: talk}.do(ctx, len(chosen), func(i int) (err error) {
		if rows[i], err = b.Try(ctx, chosen[i], false); err != nil {
			return err
		}
		return findInModel(ctx, chosen[i], &rows[i])
	})
	return rows, err
}

// findInModel tries the model's defect of the same name, if there is one.
func findInModel(ctx context.Context, d defect.Defect, r *matrix.Row) error {
	if !slices.Contains(d.KilledBy, matrix.Model) {
		return nil
	}
	m, err := mistakeNamed(d.Name, "")
	if err != nil {
		return err
	}
	c, err := configurationNamed(m.config)
	if err != nil {
		return err
	}
	began := time.Now()
	x, err := job{c, m}.explore(ctx, check.Limits{}, io.Discard)
	if err == nil && x.shows(m.breaks) {
		r.Findings = append(r.Findings, matrix.Finding{
			Check: matrix.Model, Cases: int(x.States), Seconds: time.Since(began).Seconds(), Where: m.config, Why: m.breaks,
		})
	}
	return err
}

// judge tries this program's own implementation.
func (o defectsOptions) judge(ctx context.Context, b *matrix.Bench, out io.Writer) error {
	r, err := b.Stock(ctx, probes())
	if err != nil {
		return err
	}
	if o.json {
		err = encodeJSON(out, r)
	} else {
		err = printRows(out, []matrix.Row{r})
	}
	if err == nil && len(r.Findings) > 0 {
		return finding(fmt.Errorf("%d checks find something", len(r.Findings)))
	}
	return err
}

// timesLonger is how many more cases the stock implementation has than a defect.
const timesLonger = 100

// atLength tries the stock implementation: each time with a seed of its own.
func (o defectsOptions) atLength(ctx context.Context, talk io.Writer) (*matrix.Row, error) {
	rows := make([]matrix.Row, timesLonger)
	err := crew{what: "stock implementation: rounds", talk: talk}.do(ctx, timesLonger, func(i int) error {
		n := o.seed + uint64(i)
		cases, err := matrix.NewSource(n).Take(ctx, o.random)
		if err != nil {
			return err
		}
		b := &matrix.Bench{Seed: n * uint64(o.probes), Cases: cases, Probes: o.probes}
		rows[i], err = b.Stock(ctx, probes())
		return err
	})
	all := &matrix.Row{}
	for _, r := range rows {
		all.Add(r)
	}
	return all, err
}

// idle are the checks that found nothing in any row.
func idle(rows []matrix.Row) (all []string) {
	checks := []string{matrix.Conformance}
	for _, p := range properties.All() {
		checks = append(checks, "property/"+p.Name)
	}
	for _, p := range probes() {
		checks = append(checks, family(p.Check))
	}
	slices.Sort(checks)
	for _, c := range slices.Compact(checks) {
		found := func(f matrix.Finding) bool { return family(f.Check) == c }
		if !slices.ContainsFunc(rows, func(r matrix.Row) bool { return slices.ContainsFunc(r.Findings, found) }) {
			all = append(all, c)
		}
	}
	return all
}

// family is the layer and the name of a check: a law of the codecs is held to many
// formats, codec/LAW/FORMAT, and is one; and one body has the targets of all codecs hold the
// same laws. Those of traces and logs, which no peer sends, are of it: what is wrong with
// the implementation does not show in them.
func family(check string) string {
	layer, rest, _ := strings.Cut(check, "/")
	name, _, _ := strings.Cut(rest, "/")
	if layer == "fuzz" && !slices.Contains(talking, name) {
		name = "codecs"
	}
	return path.Join(layer, name)
}

// talking are the fuzz targets that are no codecs.
var talking = []string{"Client", "Server", "Fleet"}

// report prints the matrix, and says what of it is not as it must be.
func (o defectsOptions) report(out io.Writer, m killMatrix, chosen []defect.Defect) error {
	var wrong []string
	for i, r := range m.Rows {
		killers := chosen[i].KilledBy
		if lacks := r.Lacks(killers); len(lacks) > 0 {
			wrong = append(wrong, fmt.Sprintf("%s is not found by %s", r.Defect, strings.Join(lacks, ", ")))
		}
	}
	if m.Stock != nil {
		for _, f := range m.Stock.Findings {
			wrong = append(wrong, fmt.Sprintf("%s finds something in the stock implementation: %s: %s", f.Check, f.Where, f.Why))
		}
	}
	for _, c := range m.Idle {
		wrong = append(wrong, c+" finds no defect")
	}
	var err error
	if o.json {
		err = encodeJSON(out, m)
	} else {
		err = m.print(out)
	}
	switch {
	case err != nil:
		return err
	case len(wrong) == 0 && m.Stock != nil && len(m.Stock.Unknown) > 0:
		return inconclusive(fmt.Errorf("no verdict: %s", strings.Join(m.Stock.Unknown, "; ")))
	case len(wrong) == 0:
		return nil
	}
	return finding(fmt.Errorf("%d things of the matrix are not as they must be: %s", len(wrong), strings.Join(wrong, "; ")))
}

func (m killMatrix) print(out io.Writer) error {
	rows := m.Rows
	if m.Stock != nil {
		rows = append(slices.Clone(rows), *m.Stock)
	}
	return printRows(out, rows)
}

// printRows prints rows, and for each what found it, the quickest first.
func printRows(out io.Writer, rows []matrix.Row) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "defect\tgrade\tscripts\tseeds\tseconds\tfound by, in which case")
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%.1f\t%s\n",
			cmp.Or(r.Defect, "(none)"), cmp.Or(string(r.Grade), "stock"), r.Cases, r.Probes, r.Seconds, finders(r))
	}
	return w.Flush()
}

// finders says what has found a defect, and in which case.
func finders(r matrix.Row) string {
	slices.SortStableFunc(r.Findings, func(a, b matrix.Finding) int { return cmp.Compare(a.Seconds, b.Seconds) })
	var by []string
	for _, f := range r.Findings {
		by = append(by, fmt.Sprintf("%s %d", f.Check, f.Cases))
	}
	return cmp.Or(strings.Join(by, ", "), "nothing")
}
