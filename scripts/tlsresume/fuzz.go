package main

import "github.com/spf13/cobra"

func newFuzzCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "fuzz",
		Short: "fuzz targets, their campaigns and their corpora",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newFuzzRunCommand(), newFuzzTriageCommand(), newFuzzReplayCommand(), newFuzzCorpusCommand(), newFuzzBenchCommand(), newFuzzProofCommand(), newFuzzJudgeCommand())
	return c
}
