package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tlsresume/fuzz/entries"
)

type corpusMergeOptions struct {
	from         []string
	into, format string
}

func newCorpusMergeCommand() *cobra.Command {
	var o corpusMergeOptions
	c := &cobra.Command{
		Use:   "merge TARGET --from DIR|ZIP... --into DIR|ZIP",
		Short: "put the entries of corpora into another, in the format of any engine",
		Long: `Merge puts what --into does not have yet into it, entry by entry, and counts what it
has; nothing that is there is changed, and nothing is run. What --from has may be in any
format. Any number of merges may go into a folder at once; a zip is written anew, by one
at a time. Formats:

  raw        as they are, named by their SHA-256: a campaign's, and that of this project
  native     go test -fuzz: put them into testdata/fuzz/FuzzTARGET
  gofuzz     as they are, named by their SHA-1: put them into WORKDIR/corpus
  libfuzzer  the same: a folder for libFuzzer or AFL
  zip        the same in an archive: TARGET_seed_corpus.zip for OSS-Fuzz`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			o.from = append(o.from, args[1:]...)
			return o.run(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), args[0])
		},
	}
	c.Flags().StringArrayVar(&o.from, "from", nil, "a folder, a zip or a file of entries; more may follow it (repeatable)")
	c.Flags().StringVar(&o.into, "into", "", "the folder, or the zip, that takes them; it is made")
	c.Flags().StringVar(&o.format, "format", "", "of what --into takes (default: zip, if it is called so, else raw)")
	return c
}

func (o corpusMergeOptions) run(ctx context.Context, out, talk io.Writer, target string) error {
	if _, err := targetNamed(target); err != nil {
		return err
	}
	if len(o.from) == 0 || o.into == "" {
		return usage(fmt.Errorf("got --from %q --into %q, want both", strings.Join(o.from, " "), o.into))
	}
	put, err := o.put()
	if err != nil {
		return err
	}
	there, lost, err := readIfThere(talk, o.into)
	if err != nil {
		return err
	}
	if lost > 0 && isZip(o.into) {
		return usage(fmt.Errorf("%s: %d members of it would be lost, want another --into", o.into, lost))
	}
	m := merger{talk: talk, known: map[string]bool{}}
	m.unknown(there)
	var fresh []entries.Entry
	for _, path := range o.from {
		some, err := m.read(path)
		if err != nil {
			return err
		}
		fresh = append(fresh, some...)
	}
	if err := put(ctx, there, fresh); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %d entries, %d of them new\n", o.into, len(m.known), len(fresh))
	return leftOut(m.left)
}

func isZip(path string) bool { return strings.EqualFold(filepath.Ext(path), ".zip") }

// put is what puts fresh entries to those that are there.
func (o corpusMergeOptions) put() (func(ctx context.Context, there, fresh []entries.Entry) error, error) {
	format := o.format
	if format == "" && isZip(o.into) {
		format = "zip"
	}
	if is := isZip(o.into); is != (format == "zip") {
		return nil, usage(fmt.Errorf("got --into %s --format %s, want a name that ends in .zip for a zip, and for no other", o.into, format))
	}
	if format == "zip" {
		return func(_ context.Context, there, fresh []entries.Entry) error {
			return unwritten(entries.WriteZip(o.into, slices.Concat(there, fresh)))
		}, nil
	}
	form, err := entries.FormatNamed(cmp.Or(format, entries.Raw.String()))
	if err != nil {
		return nil, usage(fmt.Errorf("%w, zip", err))
	}
	return func(ctx context.Context, _, fresh []entries.Entry) error {
		return keepEntries(ctx, entries.Folder{Path: o.into, Form: form}, fresh)
	}, nil
}

// A merger goes through corpora and knows what it has seen.
type merger struct {
	talk  io.Writer
	known map[string]bool
	left  int // files that held no entry
}

// unknown are the entries that were not seen before.
func (m *merger) unknown(all []entries.Entry) (fresh []entries.Entry) {
	for _, e := range all {
		if name := entries.Name(e.Data); !m.known[name] {
			m.known[name] = true
			fresh = append(fresh, e)
		}
	}
	return fresh
}

// read gives what a corpus has that is new, and counts the rest.
func (m *merger) read(path string) ([]entries.Entry, error) {
	all, left, err := readEntries(m.talk, path)
	if err != nil {
		return nil, err
	}
	m.left += left
	fresh := m.unknown(all)
	fmt.Fprintf(m.talk, "%s: %d entries: %d new, %d known; %d files left out\n", path, len(all), len(fresh), len(all)-len(fresh), left)
	return fresh, nil
}

// keepEntries adds entries to a folder.
func keepEntries(ctx context.Context, f entries.Folder, all []entries.Entry) error {
	for _, e := range all {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, _, err := f.Add(e.Data); err != nil {
			return unwritten(err)
		}
	}
	return nil
}

// unwritten is the error of a disk, which says nothing of the entries.
func unwritten(err error) error {
	if err == nil {
		return nil
	}
	return inconclusive(err)
}
