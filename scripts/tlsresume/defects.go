package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"tlsresume/impl/defect"
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
		Short: "the catalogue of defects, and what finds each",
		Long: `Defects tries every defect of the implementation against every check, and prints the
kill matrix: what finds it, and after how many cases. Policies and decorators are
tried in this process. With --full the overlays are, too: each is an edit of the
source, and is compiled into a program that judges itself (--stock).`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return o.run(c.Context(), c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	c.Flags().BoolVar(&o.json, "json", false, "print the rows as JSON")
	c.Flags().BoolVar(&o.full, "full", false, "try the overlays, too")
	c.Flags().BoolVar(&o.stock, "stock", false, "judge the implementation that this program was compiled with, and no defect")
	c.Flags().StringVar(&o.defect, "defect", "", "try this one alone")
	c.Flags().Uint64Var(&o.seed, "seed", 1, "of the random scripts and of the probes")
	c.Flags().IntVar(&o.random, "random", 200, "how many random scripts to play, behind the stored traces")
	c.Flags().IntVar(&o.probes, "probes", 20, "how many seeds each probe is run with")
	return c
}

func (o defectsOptions) run(ctx context.Context, out, talk io.Writer) error {
	root, err := projectRoot()
	if err != nil {
		return usage(err)
	}
	b, err := matrix.NewBench(ctx, root, o.seed, o.random, o.probes)
	if err != nil {
		return err
	}
	if o.stock {
		return o.judge(ctx, b, out)
	}
	chosen, err := o.chosen()
	if err != nil {
		return err
	}
	var rows []matrix.Row
	lacking := 0
	for _, d := range chosen {
		fmt.Fprintf(talk, "%d of %d: %s\n", len(rows)+1, len(chosen), d.Name)
		r, err := b.Try(ctx, d, false)
		if err != nil {
			return err
		}
		if r.Err(matrix.Killers(d)) != nil {
			lacking++
		}
		rows = append(rows, r)
	}
	if err := o.print(out, rows); err != nil {
		return err
	}
	if lacking > 0 {
		return finding(fmt.Errorf("%d of %d defects are not found by what must find them", lacking, len(rows)))
	}
	return nil
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
		err = o.print(out, []matrix.Row{r})
	}
	if err == nil && len(r.Findings) > 0 {
		return finding(fmt.Errorf("%d checks find something", len(r.Findings)))
	}
	return err
}

func (o defectsOptions) chosen() ([]defect.Defect, error) {
	all := defect.All()
	if o.defect != "" {
		d, err := pick("defect", o.defect, all, func(d defect.Defect) string { return d.Name })
		return []defect.Defect{d}, err
	}
	return slices.DeleteFunc(all, func(d defect.Defect) bool { return d.Grade() == defect.Overlay && !o.full }), nil
}

func (o defectsOptions) print(out io.Writer, rows []matrix.Row) error {
	if o.json {
		return encodeJSON(out, rows)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "defect\tgrade\tcases\tseconds\tfound by, in which case")
	for _, r := range rows {
		var by []string
		for _, f := range r.Findings {
			by = append(by, fmt.Sprintf("%s %d", f.Check, f.Cases))
		}
		name := r.Defect
		if name == "" {
			name = "(none)"
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%.1f\t%s\n", name, r.Grade, r.Cases+r.Probes, r.Seconds, strings.Join(by, ", "))
	}
	return w.Flush()
}

func encodeJSON(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
