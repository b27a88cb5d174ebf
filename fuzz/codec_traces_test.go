package fuzz

import (
	"errors"
	"testing"

	"tlsresume/traces"
)

const small = "rule: r\nfrom: f\nserver s0 ems\nclient c0 ems\nseed: 1\n\ndial k1 c0 s0\n"

// Each check of a text is broken by a parser or a printer that is wrong in one way.
func TestWhatATextTargetFinds(t *testing.T) {
	log := small[:len(small)-len("dial k1 c0 s0\n")] + "  k1.c > ClientHello ems\n"
	traceBy := func(parse func(string, []byte) (*traces.Trace, error)) func([]byte) (bool, error) {
		return traceText(parse, traces.Format)
	}
	edited := func(edit func(*traces.Trace)) func([]byte) (bool, error) {
		return traceBy(func(file string, text []byte) (*traces.Trace, error) {
			t, err := traces.Parse(file, text)
			if err == nil {
				edit(t)
			}
			return t, err
		})
	}
	fails := func(err error) func([]byte) (bool, error) {
		return traceBy(func(string, []byte) (*traces.Trace, error) { return nil, err })
	}
	calls := 0
	for _, test := range []struct {
		check, input string
		judge        func([]byte) (bool, error)
	}{
		{"", small, traceBy(traces.Parse)},
		{"", small[1:], traceBy(traces.Parse)},
		{"", log, logText(traces.ParseLog)},
		{"", small, logText(traces.ParseLog)},
		{"writes/Trace", small, traceBy(func(file string, text []byte) (*traces.Trace, error) {
			text[0]++
			return traces.Parse(file, text)
		})},
		{"refusal/Trace", small, fails(errors.New("another"))},
		{"place/Trace", small, fails(&traces.SyntaxError{File: "text", Line: 9, Col: 1, Message: "m"})},
		{"place/Trace", small, fails(&traces.SyntaxError{File: "text", Line: 1, Col: 9, Message: "m"})},
		{"place/Trace", small, fails(&traces.SyntaxError{File: "another", Line: 1, Col: 1, Message: "m"})},
		{"place/Trace", small, edited(func(t *traces.Trace) { t.Steps[0].Line++ })},
		{"one-spelling/Trace", small, edited(func(t *traces.Trace) { t.Header.Seed++ })},
		{"one-spelling/Log", log, logText(func(file string, text []byte) (*traces.Log, error) {
			l, err := traces.ParseLog(file, text)
			if calls++; calls == 2 {
				l.Lines = nil
			}
			return l, err
		})},
	} {
		_, err := test.judge([]byte(test.input))
		var v *Violation
		if found := errors.As(err, &v); found != (test.check != "") || found && v.Check != test.check {
			t.Errorf("got %v, want %q", err, test.check)
		}
	}
}
