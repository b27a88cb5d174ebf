package fuzz

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"tlsresume/traces"
)

// traceCodecs are the targets that read the language of traces.
var traceCodecs = []Target{
	{Name: "Trace", About: "a trace, as a file holds it", Judge: traceText(traces.Parse, traces.Format), Grammar: lines{"trace"}},
	{Name: "Log", About: "a log: a trace without its commands", Judge: logText(traces.ParseLog), Grammar: lines{"log"}},
}

// traceText is the judge of a parser that takes one spelling, which a printer prints.
func traceText(parse func(string, []byte) (*traces.Trace, error), format func(*traces.Trace) []byte) func([]byte) (bool, error) {
	return func(data []byte) (bool, error) {
		text := slices.Clone(data)
		t, err := parse("text", text)
		if err := refusedText("Trace", data, text, err); err != nil {
			return false, err
		}
		if err != nil {
			return false, nil
		}
		if again := format(t); !bytes.Equal(again, data) {
			return false, &Violation{"one-spelling/Trace", fmt.Errorf("%q is printed as %q", data, again)}
		}
		all := strings.Split(string(data), "\n")
		for _, s := range t.Steps {
			if s.Line < 1 || s.Line > len(all) || all[s.Line-1] != s.Command.String() {
				return false, &Violation{"place/Trace", fmt.Errorf("got %q on line %d of %q", s.Command, s.Line, data)}
			}
		}
		return true, nil
	}
}

// refusedText judges what a parser did to its input, and its error: one of syntax, which
// says where in the file.
func refusedText(of string, data, text []byte, err error) error {
	if !bytes.Equal(text, data) {
		return &Violation{"writes/" + of, fmt.Errorf("parsing changes %q", data)}
	}
	var syntax *traces.SyntaxError
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &syntax):
		return &Violation{"refusal/" + of, fmt.Errorf("got %w, want an error of syntax", err)}
	case syntax.File != "text" || syntax.Message == "" || !isPlace(data, syntax.Line, syntax.Col):
		return &Violation{"place/" + of, fmt.Errorf("got %w, want a place in %q", err, data)}
	}
	return nil
}

// isPlace says whether a line of a text has a column, be it the one behind its end.
func isPlace(text []byte, line, col int) bool {
	for ; line > 1; line-- {
		_, behind, found := bytes.Cut(text, []byte("\n"))
		if !found {
			return false
		}
		text = behind
	}
	text, _, _ = bytes.Cut(text, []byte("\n"))
	return line == 1 && 1 <= col && col <= len(text)+1
}

// logText is the judge of a parser that takes several spellings: what it has read, printed,
// is read as the same.
func logText(parse func(string, []byte) (*traces.Log, error)) func([]byte) (bool, error) {
	return func(data []byte) (bool, error) {
		text := slices.Clone(data)
		l, err := parse("text", text)
		if err := refusedText("Log", data, text, err); err != nil {
			return false, err
		}
		if err != nil {
			return false, nil
		}
		again := printed(l)
		second, err := parse("text", again)
		if err != nil || !sameLog(l, second) {
			return false, &Violation{"one-spelling/Log", fmt.Errorf("%q is read as what %q says, and that as another: %w", data, again, err)}
		}
		return true, nil
	}
}

// printed is a log in one spelling.
func printed(l *traces.Log) []byte {
	text := traces.Format(&traces.Trace{Header: l.Header})
	for _, line := range l.Lines {
		bare := line.Event
		bare.Note = ""
		words := []string{" ", bare.String()}
		for _, key := range line.Lacks {
			words = append(words, "-"+key)
		}
		if line.Event.Note != "" {
			words = append(words, "--", line.Event.Note)
		}
		text = append(append(text, strings.Join(words, " ")...), '\n')
	}
	return text
}

func sameLog(a, b *traces.Log) bool {
	return reflect.DeepEqual(a.Header, b.Header) && slices.EqualFunc(a.Lines, b.Lines, func(x, y traces.LogLine) bool {
		return reflect.DeepEqual(x.Event, y.Event) && slices.Equal(x.Lacks, y.Lacks)
	})
}
