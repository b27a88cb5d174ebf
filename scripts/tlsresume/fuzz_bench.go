package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"tlsresume/fuzz/campaign"
	"tlsresume/fuzz/proof"
)

// A fuzzBench is what the command is told.
type fuzzBench struct {
	engine, folder string
	slices         proof.Slices
	json           bool
}

func newFuzzBenchCommand() *cobra.Command {
	var b fuzzBench
	c := &cobra.Command{
		Use:   "bench [TARGET...]",
		Short: "measure what targets cost an engine, beside a target that does nothing",
		Long: `Bench has an engine run a target and the empty target side by side, from the seeds of
the former, one of them frozen, in turns. It prints the executions per second of each over
all slices, and how much of the empty target's speed the target has. Seconds are those of
the processor that all processes of the engine had, so that what else the machine does
counts little. An engine has one worker.

What an engine does with what it finds counts for the target: to make new inputs smaller,
to keep them, to begin with them. The empty target reaches nothing new, so that go-fuzz
keeps next to none of the seeds for it, and its inputs are about as long as what is kept.

What breaks a check is a finding: the exit code is 1.`,
		RunE: func(c *cobra.Command, args []string) error {
			return b.run(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), args)
		},
	}
	f := c.Flags()
	f.StringVar(&b.engine, "engine", "both", "gofuzz, native or both")
	f.StringVar(&b.folder, "folder", filepath.Join(".fuzz", "proof"), "where engines are built and run")
	f.IntVar(&b.slices.Count, "slices", 5, "how many slices each target has")
	f.DurationVar(&b.slices.Length, "slice", 200*time.Millisecond, "how much processor time one has")
	f.DurationVar(&b.slices.Warm, "warm", time.Second, "how much processor time an engine has before the first, behind its seeds")
	f.BoolVar(&b.json, "json", false, "print the rates as JSON")
	return c
}

func (b fuzzBench) run(ctx context.Context, out, talk io.Writer, names []string) error {
	if b.slices.Count < 1 || b.slices.Length <= 0 || b.slices.Length > proof.MaxSlice || b.slices.Warm < 0 {
		return usage(fmt.Errorf("got --slices %d --slice %v --warm %v, want at least 1, more than 0s and at most %v, and 0s or more",
			b.slices.Count, b.slices.Length, b.slices.Warm, proof.MaxSlice))
	}
	targets, err := targetsNamed(names)
	if err != nil {
		return err
	}
	engines, err := proofEngines(b.engine)
	if err != nil {
		return err
	}
	root, folder, err := places(b.folder)
	if err != nil {
		return err
	}
	b.folder = folder
	var rates []proof.Rate
	for _, e := range engines {
		built, err := builtEngine(ctx, talk, root, b.folder, e)
		if err != nil {
			return err
		}
		for _, t := range targets {
			r, err := b.rate(ctx, root, e, built, t.Name)
			if err != nil {
				return err
			}
			fmt.Fprintf(talk, "%s %s: %.2f\n", e.Name(), t.Name, r.Ratio)
			rates = append(rates, r)
		}
	}
	if b.json {
		return encodeJSON(out, rates)
	}
	return printRates(out, rates)
}

// proofEngines are the engines that an option names.
func proofEngines(name string) ([]proof.Engine, error) {
	chosen := slices.DeleteFunc(slices.Clone(proof.Engines()), func(e proof.Engine) bool { return name != "both" && name != e.Name() })
	if len(chosen) == 0 {
		return nil, usage(fmt.Errorf("got --engine %s, want gofuzz, native or both", name))
	}
	return chosen, nil
}

// builtEngine builds an engine below a folder, unless it is there.
func builtEngine(ctx context.Context, talk io.Writer, root, folder string, e proof.Engine) (string, error) {
	fmt.Fprintf(talk, "%s: building, unless it is built\n", e.Name())
	built, err := campaign.Project{Root: root}.Built(ctx, e, filepath.Join(folder, "build"))
	return built, interruptible(ctx, err)
}

// interruptible tells what an engine lacks from an interrupt.
func interruptible(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	return inconclusive(err)
}

func (b fuzzBench) rate(ctx context.Context, root string, e proof.Engine, built, target string) (proof.Rate, error) {
	if err := os.MkdirAll(b.folder, 0o755); err != nil {
		return proof.Rate{}, inconclusive(err)
	}
	work, err := os.MkdirTemp(b.folder, "bench-")
	if err != nil {
		return proof.Rate{}, inconclusive(err)
	}
	r, err := b.slices.Bench(ctx, root, work, e, built, target)
	if _, broken := errors.AsType[*proof.Finding](err); broken && ctx.Err() == nil {
		return r, finding(err)
	}
	return r, interruptible(ctx, err)
}

func printRates(out io.Writer, rates []proof.Rate) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "target\tengine\texecutions a second\tof nothing\tratio")
	slices.SortStableFunc(rates, func(a, b proof.Rate) int { return strings.Compare(a.Target, b.Target) })
	for _, r := range rates {
		fmt.Fprintf(w, "%s\t%s\t%.0f\t%.0f\t%.2f\n", r.Target, r.Engine, r.Execs, r.Nothing, r.Ratio)
	}
	return w.Flush()
}
