package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"github.com/spf13/cobra"

	"tlsresume/fuzz"
	"tlsresume/fuzz/entries"
)

func newFuzzCorpusCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "corpus",
		Short: "look at the entries of fuzz targets, move them between engines, and write them by hand",
		Long: `Corpus works on folders of entries in any format: go-fuzz's (corpus and crashers of
its workdir), go test's (testdata/fuzz/FuzzTARGET and what is in its cache), libFuzzer's
and AFL's folders of raw files, and zips such as TARGET_seed_corpus.zip. It deletes
nothing. A file that holds no entry is told, left as it is, and the rest is used: the
exit code is 3 then.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newCorpusLsCommand(), newCorpusMergeCommand(), newCorpusMinimizeCommand(), newCorpusShowCommand(), newCorpusAddCommand())
	return c
}

// storedCorpus is the folder of the entries of a target that belong to the project.
func storedCorpus(target string) (string, error) {
	root, err := projectRoot()
	if err != nil {
		return "", usage(err)
	}
	return filepath.Join(root, "corpus", target), nil
}

// targetNamed is the target that an argument names.
func targetNamed(name string) (fuzz.Target, error) {
	t, err := fuzz.Named(name)
	if err != nil {
		return fuzz.Target{}, usage(err)
	}
	return t, nil
}

// readEntries reads a corpus, and tells what is wrong in it. It counts what was left out.
func readEntries(talk io.Writer, path string) (all []entries.Entry, out int, err error) {
	all, problems, err := entries.Read(path)
	for _, p := range problems {
		fmt.Fprintf(talk, "tlsresume: warning: %v\n", p)
		if !p.Used {
			out++
		}
	}
	if err != nil {
		return all, out, usage(err)
	}
	return all, out, nil
}

// readIfThere is readEntries of what need not be there yet.
func readIfThere(talk io.Writer, path string) ([]entries.Entry, int, error) {
	all, out, err := readEntries(talk, path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	return all, out, err
}

// leftOut is the error of a command that did its work but for files that hold no entry.
func leftOut(files int) error {
	if files == 0 {
		return nil
	}
	return inconclusive(fmt.Errorf("%d files hold no entry and were left out", files))
}
