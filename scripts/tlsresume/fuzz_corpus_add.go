package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tlsresume/fuzz"
	"tlsresume/fuzz/entries"
	"tlsresume/traces"
)

// entryMark begins the line before the commands of an entry. Other lines that begin with
// # are comments.
const entryMark = "# entry "

func newCorpusAddCommand() *cobra.Command {
	var into string
	c := &cobra.Command{
		Use:   "add TARGET FILE.txt|FILE.trace|-...",
		Short: "write commands, or a trace, as entries",
		Long: `Add reads what corpus show prints, edited or not: a line for each command, comments
behind #, and before each entry a line "# entry ..." where there are several. A .trace is
taken by targets whose commands are those of traces. What is to be added as it is, byte
by byte, is for corpus merge.`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			t, err := targetNamed(args[0])
			if err != nil {
				return err
			}
			if into == "" {
				if into, err = storedCorpus(t.Name); err != nil {
					return err
				}
			}
			return addEntries(c.InOrStdin(), c.OutOrStdout(), t, args[1:], into)
		},
	}
	c.Flags().StringVar(&into, "into", "", "the folder that takes them (default: corpus/TARGET, in the project)")
	return c
}

func addEntries(stdin io.Reader, out io.Writer, t fuzz.Target, files []string, into string) error {
	var inputs [][]byte
	for _, file := range files {
		some, err := inputsOf(stdin, t, file)
		if err != nil {
			return usage(err)
		}
		inputs = append(inputs, some...)
	}
	for _, data := range inputs {
		name, fresh, err := entries.Folder{Path: into}.Add(data)
		if err != nil {
			return unwritten(err)
		}
		is := "known"
		if fresh {
			is = "new"
		}
		fmt.Fprintf(out, "%s: %d bytes, %s\n", filepath.Join(into, name), len(data), is)
	}
	return nil
}

// inputsOf are the inputs that a file writes down.
func inputsOf(stdin io.Reader, t fuzz.Target, file string) ([][]byte, error) {
	if filepath.Ext(file) == traces.Extension {
		return ofTrace(t, file)
	}
	if file == "-" {
		text, err := io.ReadAll(io.LimitReader(stdin, maxScript+1))
		return ofText(t, "standard input", text, err)
	}
	text, err := readBounded(file, maxScript)
	return ofText(t, file, text, err)
}

// maxScript is how long the lines of the longest entry may be together, and more.
const maxScript = 16 * entries.MaxSize

func ofTrace(t fuzz.Target, file string) ([][]byte, error) {
	if t.Script == nil {
		return nil, fmt.Errorf("%s: got a trace for %s, want a target whose commands are those of traces", file, t.Name)
	}
	trace, err := traces.Load(file)
	if err != nil {
		return nil, err
	}
	data, err := t.Script(trace)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return [][]byte{data}, nil
}

func ofText(t fuzz.Target, file string, text []byte, err error) (inputs [][]byte, _ error) {
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%s: %w", file, err)
	case len(text) > maxScript:
		return nil, fmt.Errorf("%s: got more than %d bytes of commands", file, maxScript)
	}
	var pieces []fuzz.Piece
	begun := false
	end := func() {
		if begun {
			inputs = append(inputs, t.Grammar.Join(pieces))
		}
		pieces = nil
	}
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSuffix(line, "\r")
		switch {
		case strings.HasPrefix(line, entryMark):
			end()
			begun = true
			continue
		case line == "" || strings.HasPrefix(line, "#"):
			continue
		}
		p, err := t.Grammar.Read(line)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, i+1, err)
		}
		pieces, begun = append(pieces, p), true
	}
	end()
	if len(inputs) == 0 {
		return nil, fmt.Errorf("%s: got no commands, want a line for each", file)
	}
	return inputs, nil
}
