package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tlsresume/traces"
)

type verifyOptions struct {
	json bool
	seed uint64
	runs int
	long time.Duration
}

func newVerifyCommand() *cobra.Command {
	var o verifyOptions
	c := &cobra.Command{
		Use:   "verify",
		Short: "the main job: model, implementation, traces and defects, played against each other",
		Long: `Verify explores the stock configurations of the model, replays every stored trace
on model and implementation, follows random runs of the implementation with the
model, tries the codecs and what must be linearizable, and shows that every defect
is found, in the model and in the implementation, and that each MUST and MUST NOT is
broken by one or excepted. Defects that are overlays are left to defects --full. It
prints one page of results.

With --long it then goes on with random runs and seeds that were not tried yet, for
as long as asked. What it finds it writes down first; the same seed finds it again.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return o.run(c.Context(), c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	c.Flags().BoolVar(&o.json, "json", false, "print the results as JSON")
	c.Flags().Uint64Var(&o.seed, "seed", 1, "of the random runs")
	c.Flags().IntVar(&o.runs, "runs", 2000, "how many random runs to follow")
	c.Flags().DurationVar(&o.long, "long", 0, "go on for so long, such as 8h")
	return c
}

// A verification collects the lines, and shows them as they come.
type verification struct {
	verifyOptions
	out, talk io.Writer
	lines     []line
	root      string // of the project
	stored    []file
	witnesses []*traces.Trace // the shortest ways to the goals of the model
	replayed  *following      // what the implementation did with the stored traces
}

func (o verifyOptions) run(ctx context.Context, out, talk io.Writer) error {
	switch {
	case o.runs < 1:
		return usage(fmt.Errorf("got --runs %d, want at least 1", o.runs))
	case o.long < 0:
		return usage(fmt.Errorf("got --long %v, want how long to go on", o.long))
	}
	root, err := projectRoot()
	if err != nil {
		return usage(err)
	}
	stored, err := load([]string{filepath.Join(root, "traces")})
	if err != nil {
		return usage(err)
	}
	v := &verification{verifyOptions: o, out: out, talk: talk, root: root, stored: stored, replayed: newFollowing()}
	begin := time.Now()
	for _, part := range []func(context.Context) error{
		v.model, v.traces, v.conformance, v.probes, v.modelDefects, v.implDefects, v.requirements, v.goOn,
	} {
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
