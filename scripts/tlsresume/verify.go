package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tlsresume/model/check"
	"tlsresume/traces"
)

type verifyOptions struct {
	json bool
	seed uint64
	runs int
}

func newVerifyCommand() *cobra.Command {
	var o verifyOptions
	c := &cobra.Command{
		Use:   "verify",
		Short: "the main job: model, implementation, traces and defects, played against each other",
		Long: `Verify explores the stock configurations of the model, replays every stored trace
on model and implementation, follows random runs of the implementation with the
model, and shows that every defect is found, in the model and in the
implementation. It prints one page of results.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return o.run(c.Context(), c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	c.Flags().BoolVar(&o.json, "json", false, "print the results as JSON")
	c.Flags().Uint64Var(&o.seed, "seed", 1, "of the random runs")
	c.Flags().IntVar(&o.runs, "runs", 2000, "how many random runs to follow")
	return c
}

// A line is one result of the page.
type line struct {
	Part    string        `json:"part"` // model, traces, conformance, properties, defects
	What    string        `json:"what"` // what was verified
	Verdict check.Verdict `json:"-"`
	Word    string        `json:"verdict"` // the verdict in a word
	Detail  string        `json:"detail"`  // counts, bounds and what went wrong
	Replay  []string      `json:"replay,omitempty"`
}

// A verification collects the lines, and shows them as they come.
type verification struct {
	verifyOptions
	out, talk io.Writer
	lines     []line
	root      string // of the project
	stored    []file
	witnesses []*traces.Trace // the shortest ways to the goals of the model
}

func (o verifyOptions) run(ctx context.Context, out, talk io.Writer) error {
	if o.runs < 1 {
		return usage(fmt.Errorf("got --runs %d, want at least 1", o.runs))
	}
	root, err := projectRoot()
	if err != nil {
		return usage(err)
	}
	stored, err := load([]string{filepath.Join(root, "traces")})
	if err != nil {
		return usage(err)
	}
	v := &verification{verifyOptions: o, out: out, talk: talk, root: root, stored: stored}
	begin := time.Now()
	for _, part := range []func(context.Context) error{v.model, v.traces, v.conformance, v.defects} {
		if err := part(ctx); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	fmt.Fprintf(talk, "verified in %.0f s\n", time.Since(begin).Seconds())
	return v.close()
}

// projectRoot is the folder of the project that the command was started in.
func projectRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for at := dir; ; at = filepath.Dir(at) {
		mod, err := os.ReadFile(filepath.Join(at, "go.mod"))
		if err == nil && strings.HasPrefix(string(mod), "module tlsresume\n") {
			return at, nil
		}
		if at == filepath.Dir(at) {
			return "", fmt.Errorf("%s: got a folder outside the project, want one inside a clone of tlsresume", dir)
		}
	}
}

// add shows a line and keeps it.
func (v *verification) add(part, what string, verdict check.Verdict, detail string, replay ...string) {
	v.show(v.keep(part, what, verdict, detail, replay...))
}

// addOne keeps a line that is one of many of its kind, and shows it unless it holds:
// the page has room for their sum alone, and --json has each.
func (v *verification) addOne(part, what string, verdict check.Verdict, detail string, replay ...string) {
	if l := v.keep(part, what, verdict, detail, replay...); verdict != check.Holds {
		v.show(l)
	}
}

// sum shows how many of a kind are as they should be. The others have been shown.
func (v *verification) sum(part, what string, well, all int, detail string) {
	verdict := check.Holds
	if well < all {
		verdict = check.Broken
	}
	v.show(line{part, what, verdict, verdictWord(part, verdict), fmt.Sprintf("%d of %d%s", well, all, detail), nil})
}

func (v *verification) keep(part, what string, verdict check.Verdict, detail string, replay ...string) line {
	l := line{part, what, verdict, verdictWord(part, verdict), detail, replay}
	v.lines = append(v.lines, l)
	return l
}

func (v *verification) show(l line) {
	if v.json {
		return
	}
	fmt.Fprintf(v.out, "%-11s  %-39s  %-12s  %s\n", l.Part, l.What, l.Word, l.Detail)
	for _, command := range l.Replay {
		fmt.Fprintf(v.out, "%-11s  %s\n", "", command)
	}
}

// cannot is the verdict on what a system has no ability for. It is no pass, and no
// failure either.
const cannot check.Verdict = 1 << 7

// addLacks shows how many scripts cannot be played, and for what reasons.
func (v *verification) addLacks(part, what string, reasons []string, of int) {
	if len(reasons) == 0 {
		return
	}
	count := map[string]int{}
	for _, r := range reasons {
		// The error has traces.ErrCannot before the lack or behind it, and before both
		// the step and the node where it came up.
		r = strings.TrimSuffix(r, ": "+traces.ErrCannot.Error())
		count[r[strings.LastIndex(r, ": ")+1:]]++
	}
	var each []string
	for _, lack := range slices.Sorted(maps.Keys(count)) {
		each = append(each, fmt.Sprintf("%s (%d)", strings.TrimSpace(lack), count[lack]))
	}
	v.add(part, what, cannot, fmt.Sprintf("%d of %d: %s", len(reasons), of, strings.Join(each, "; ")))
}

// verdictWord is a verdict as it reads for a part: what holds of a defect is that it is
// found.
func verdictWord(part string, v check.Verdict) string {
	switch {
	case v == cannot:
		return "cannot"
	case part == "defects" && v == check.Holds:
		return "found"
	case part == "defects" && v == check.Broken:
		return "not found"
	}
	return v.String()
}

// close prints what is for machines, and turns the worst line into the outcome.
func (v *verification) close() error {
	if v.json {
		e := json.NewEncoder(v.out)
		e.SetIndent("", "  ")
		if err := e.Encode(v.lines); err != nil {
			return err
		}
	}
	count := map[check.Verdict]int{}
	for _, l := range v.lines {
		count[l.Verdict]++
	}
	switch {
	case count[check.Broken] > 0:
		return finding(fmt.Errorf("%d of %d results are broken", count[check.Broken], len(v.lines)))
	case count[check.Inconclusive] > 0:
		return inconclusive(fmt.Errorf("%d of %d results are inconclusive", count[check.Inconclusive], len(v.lines)))
	}
	return nil
}
