package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tlsresume/fuzz/campaign"
)

func newFuzzTriageCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "triage",
		Short: "list the findings of a fuzz campaign, the newest last",
		Long: `Triage lists the findings of a campaign's folder with the commands that run them again,
the newest last.

Exit codes: 0 there is none, 1 there is one, 2 usage, 3 one can't be read.`,
		Args: cobra.NoArgs,
	}
	f := c.Flags()
	folder := f.String("folder", ".fuzz", "the campaign's folder")
	asJSON := f.Bool("json", false, "print the reports as JSON")
	c.RunE = func(c *cobra.Command, _ []string) error {
		path, err := filepath.Abs(*folder)
		if err != nil {
			return usage(err)
		}
		if _, err := os.Stat(path); err != nil {
			return usage(err)
		}
		all, unread := campaign.Findings(path)
		out := c.OutOrStdout()
		if *asJSON {
			if err := encodeJSON(out, all); err != nil {
				return err
			}
		} else {
			for _, f := range all {
				fmt.Fprintf(out, "%s  %v\n  %s\n  %s, %v, after %d executions\n  %s\n", f.First.UTC().Format(time.DateTime), f,
					strings.ReplaceAll(fmt.Sprintf("%.1000s", f.Err), "\n", "\n  "), f.Engine, f.Build, f.Execs, f.Replay)
			}
		}
		if unread != nil {
			return inconclusive(unread)
		}
		return foundIn(path)
	}
	return c
}
