package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"tlsresume/fuzz"
	"tlsresume/traces"
)

func newCorpusShowCommand() *cobra.Command {
	var trace bool
	c := &cobra.Command{
		Use:   "show TARGET FILE|DIR|ZIP...",
		Short: "print entries as commands that a person can read, and corpus add takes back",
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
	left, violate := 0, 0
	for _, path := range paths {
		all, n, err := readEntries(talk, path)
		if err != nil {
			return err
		}
		left += n
		for _, e := range all {
			valid, err := judged(t, e.Data)
			if err != nil {
				violate++
			}
			if trace {
				fmt.Fprintf(out, "%s\n", traces.Format(t.Trace(e.Data)))
				continue
			}
			fmt.Fprintf(out, "%s%s: %d bytes, %s\n", entryMark, e.File, len(e.Data), verdict(valid, err))
			for _, p := range t.Grammar.Split(e.Data) {
				fmt.Fprintln(out, t.Grammar.Show(p))
			}
		}
	}
	if violate > 0 {
		return finding(fmt.Errorf("%d entries violate a check", violate))
	}
	return leftOut(left)
}
