package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"tlsresume/fuzz"
	"tlsresume/fuzz/campaign"
	"tlsresume/fuzz/entries"
)

func newFuzzReplayCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "replay TARGET FILE|FOLDER...",
		Short: "run inputs of a fuzz target, and say what they break",
		Long: `Replay runs inputs through a target, prints the commands that each consists of, and says
whether it is valid or which check it breaks. Files may be of any engine's format; each
runs in a process with a limit on memory and time.

Exit codes: 0 none breaks a check, 1 one does, 2 usage or bad input.`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			t, err := targetNamed(args[0])
			if err != nil {
				return err
			}
			return replayAll(c.Context(), c.OutOrStdout(), t, args[1:])
		},
	}
}

func replayAll(ctx context.Context, out io.Writer, t fuzz.Target, paths []string) error {
	judge, err := ownJudge()
	if err != nil {
		return inconclusive(err)
	}
	defer judge.Close()
	broken, inputs := 0, 0
	var bad error
	for _, path := range paths {
		all, problems, err := entries.Read(path)
		if err != nil {
			return usage(err)
		}
		for _, p := range problems {
			bad = errors.Join(bad, p)
		}
		for _, e := range all {
			v, err := judge.Verdict(ctx, t.Name, e.Data)
			if err != nil {
				return inconclusive(err)
			}
			inputs++
			if v.Check != "" {
				broken++
			}
			showVerdict(out, t, e, v)
		}
	}
	switch {
	case broken > 0:
		return errors.Join(finding(fmt.Errorf("%d of %d inputs break a check", broken, inputs)), bad)
	case bad != nil:
		return usage(bad)
	}
	return nil
}

// showVerdict prints what an input is, and what it came to.
func showVerdict(out io.Writer, t fuzz.Target, e entries.Entry, v campaign.Verdict) {
	said := "invalid, and breaks nothing"
	switch {
	case v.Check != "":
		said = "breaks " + v.Check
	case v.Valid:
		said = "valid"
	}
	fmt.Fprintf(out, "%s: %d bytes, %s\n", e.File, len(e.Data), said)
	commands, err := campaign.Commands(t, e.Data)
	if err != nil {
		commands = "it cannot be shown: " + err.Error()
	}
	for line := range strings.Lines(commands) {
		fmt.Fprintf(out, "  %s\n", strings.TrimSuffix(line, "\n"))
	}
	if v.Err != "" {
		fmt.Fprintln(out, v.Err)
	}
}

// ownJudge judges by this program.
func ownJudge() (*campaign.Judge, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return &campaign.Judge{Args: []string{self, "fuzz", "judge"}, Limit: campaign.PerInput}, nil
}

// The command that judges inputs for campaigns: see campaign.Serve.
func newFuzzJudgeCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "judge TARGET",
		Short:  "judge the inputs that a campaign writes to stdin",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			t, err := targetNamed(args[0])
			if err != nil {
				return err
			}
			if err := fuzz.Plant(os.Getenv(fuzz.DefectVariable)); err != nil {
				return usage(err)
			}
			return campaign.Serve(t, os.Stdin, c.OutOrStdout())
		},
	}
}
