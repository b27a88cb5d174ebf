package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"tlsresume/fuzz"
	"tlsresume/fuzz/entries"
)

type corpusMinimizeOptions struct {
	from    []string
	into    string
	measure measure
}

func newCorpusMinimizeCommand() *cobra.Command {
	o := corpusMinimizeOptions{measure: measureByArchive}
	c := &cobra.Command{
		Use:   "minimize TARGET --from DIR|ZIP... --into NEWDIR",
		Short: "write a smaller corpus that reaches the same",
		Long: `Minimize runs each entry in a program that counts how often each place is reached, as
libFuzzer does, and writes those that are needed to reach every place about as often as
all do; --from stays as it is. It prints what it keeps in the order in which it was
chosen, each time the entry that adds most, and how many counters each adds.

The program is built by go-fuzz-build and the C compiler, in a minute or two, into
.fuzz/build, and used again until the sources change.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			o.from = append(o.from, args[1:]...)
			return o.run(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), args[0])
		},
	}
	c.Flags().StringArrayVar(&o.from, "from", nil, "a folder, a zip or a file of entries; more may follow it (default: corpus/TARGET, in the project)")
	c.Flags().StringVar(&o.into, "into", "", "the folder that gets what is kept: a new one, or one that is empty")
	return c
}

func (o corpusMinimizeOptions) run(ctx context.Context, out, talk io.Writer, target string) error {
	t, err := targetNamed(target)
	if err != nil {
		return err
	}
	if err := o.check(t); err != nil {
		return err
	}
	m := merger{talk: talk, known: map[string]bool{}}
	var all []entries.Entry
	for _, path := range o.from {
		some, err := m.read(path)
		if err != nil {
			return err
		}
		all = append(all, some...)
	}
	kept, err := o.choose(ctx, talk, t, all)
	if err != nil {
		return err
	}
	if err := o.write(ctx, kept); err != nil {
		return err
	}
	if err := printKept(out, all, kept); err != nil {
		return err
	}
	return leftOut(m.left)
}

// check is about the folders.
func (o *corpusMinimizeOptions) check(t fuzz.Target) error {
	if o.into == "" {
		return usage(errors.New("got no --into, want a new folder for what is kept"))
	}
	if there, err := os.ReadDir(o.into); len(there) > 0 {
		return usage(fmt.Errorf("%s: got a folder with %d files in it, want a new one: what is there would be taken for what was kept", o.into, len(there)))
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return usage(err)
	}
	if len(o.from) == 0 {
		corpus, err := storedCorpus(t.Name)
		if err != nil {
			return err
		}
		o.from = []string{corpus}
	}
	return nil
}

// choose measures entries and covers what they reach.
func (o corpusMinimizeOptions) choose(ctx context.Context, talk io.Writer, t fuzz.Target, all []entries.Entry) ([]entries.Kept, error) {
	if len(all) == 0 {
		return nil, usage(errors.New("got no entries, want some to choose from"))
	}
	features, unstable, err := o.measure.features(ctx, t, all)
	if err != nil {
		return nil, err
	}
	if unstable > 0 {
		fmt.Fprintf(talk, "counters that are not the same each time, and do not count where they are not: %d\n", unstable)
	}
	return entries.Cover(all, features), nil
}

// write makes the folder, with all that was kept or not at all: half a corpus would pass
// for one that reaches everything.
func (o corpusMinimizeOptions) write(ctx context.Context, kept []entries.Kept) error {
	parent := filepath.Dir(filepath.Clean(o.into))
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return unwritten(err)
	}
	tmp, err := os.MkdirTemp(parent, ".new-*")
	if err != nil {
		return unwritten(err)
	}
	defer os.RemoveAll(tmp)
	for _, k := range kept {
		if err := keepEntries(ctx, entries.Folder{Path: tmp}, []entries.Entry{k.Entry}); err != nil {
			return fmt.Errorf("%s is not made: %w", o.into, err)
		}
	}
	return unwritten(errors.Join(os.Chmod(tmp, 0o755), os.Rename(tmp, o.into)))
}

// printKept tells what was kept, why, and what of all it is.
func printKept(out io.Writer, all []entries.Entry, kept []entries.Kept) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "entry\tbytes\tadds\tread from")
	var before, bytes, counters int
	for _, e := range all {
		before += len(e.Data)
	}
	for _, k := range kept {
		fmt.Fprintf(w, "%s\t%d\t%d\t%s\n", entries.Name(k.Data), len(k.Data), k.New, k.File)
		bytes += len(k.Data)
		counters += k.New
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "kept %d of %d entries, %d of %d bytes: they reach all %d counters\n", len(kept), len(all), bytes, before, counters)
	return err
}
