package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"tlsresume/fuzz"
	"tlsresume/fuzz/campaign"
	"tlsresume/traces"
)

func newCorpusShowCommand() *cobra.Command {
	var trace bool
	c := &cobra.Command{
		Use:   "show TARGET FILE|DIR|ZIP...",
		Short: "print entries as commands that a person can read, and corpus add takes back",
		Long:  `Show decodes entries and runs nothing: fuzz replay does that.`,
		Args:  cobra.MinimumNArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			t, err := targetNamed(args[0])
			if err != nil {
				return err
			}
			if trace && t.Trace == nil {
				return usage(fmt.Errorf("got --trace for %s, want a target whose commands are those of traces", t.Name))
			}
			return showEntries(c.OutOrStdout(), c.ErrOrStderr(), t, args[1:], trace)
		},
	}
	c.Flags().BoolVar(&trace, "trace", false, "print what the entries do as traces, which tlsresume replay plays")
	return c
}

func showEntries(out, talk io.Writer, t fuzz.Target, paths []string, trace bool) error {
	left, between := 0, ""
	for _, path := range paths {
		all, n, err := readEntries(talk, path)
		if err != nil {
			return err
		}
		left += n
		for _, e := range all {
			if trace {
				fmt.Fprintf(out, "%s%s", between, traces.Format(t.Trace(e.Data)))
				between = "\n"
				continue
			}
			commands, err := campaign.Commands(t, e.Data)
			if err != nil {
				return finding(fmt.Errorf("%s: it cannot be shown: %w", e.File, err))
			}
			fmt.Fprintf(out, "%s%s: %d bytes\n%s", entryMark, e.File, len(e.Data), commands)
		}
	}
	return leftOut(left)
}
