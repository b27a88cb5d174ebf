package main

import (
	"path/filepath"

	"github.com/spf13/cobra"
)

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

// places are the folder of the project and the one that a flag names, both absolute: what
// engines start has a working folder of its own.
func places(flag string) (root, folder string, err error) {
	if root, err = projectRoot(); err == nil {
		folder, err = filepath.Abs(flag)
	}
	if err != nil {
		return "", "", usage(err)
	}
	return root, folder, nil
}
