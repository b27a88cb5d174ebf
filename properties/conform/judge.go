package conform

import (
	"context"
	"errors"
	"fmt"

	"tlsresume/impl/peers"
	"tlsresume/traces"
)

// A Verdict is how a system did on a trace, in a word.
type Verdict string

// The verdicts.
const (
	Same         Verdict = "same"         // the events are those of the trace
	Excused      Verdict = "excused"      // they are those of the model with the stack's excused differences
	Differs      Verdict = "differs"      // they are not
	Cannot       Verdict = "cannot"       // the system has no such ability
	Missing      Verdict = "missing"      // the system is not installed
	Inconclusive Verdict = "inconclusive" // no answer in time
)

// A Judgement is a verdict with its reasons.
type Judgement struct {
	Trace   string   `json:"trace"`
	System  string   `json:"system"`
	Role    string   `json:"role,omitempty"`
	Verdict Verdict  `json:"verdict"`
	Reasons []string `json:"reasons,omitempty"`

	Got *traces.Trace `json:"-"` // what the system answered; nil if it did not
}

// Judge plays a trace on a system. The file's name is for the judgement.
func Judge(ctx context.Context, file string, want *traces.Trace, s System) Judgement {
	j := Judgement{Trace: file, System: s.Name, Role: s.Role}
	if why := s.Missing(); why != "" {
		return j.is(Missing, why)
	}
	if s.Role == "" {
		got, err := traces.Run(ctx, s.Open, want)
		j.Got = got
		return j.weigh(err, func() *string { return text(traces.Diff(want, got)) }, nil)
	}
	return j.real(ctx, want, s)
}

func (j Judgement) is(v Verdict, reasons ...string) Judgement {
	j.Verdict, j.Reasons = v, reasons
	return j
}

// text is the difference in words, or nil.
func text(d *traces.Difference) *string {
	if d == nil {
		return nil
	}
	s := d.Error()
	return &s
}

// weigh turns what came of a replay into a verdict. excuses are the reasons for
// which the trace was changed beforehand.
func (j Judgement) weigh(err error, diff func() *string, excuses []string) Judgement {
	switch {
	case errors.Is(err, traces.ErrCannot):
		return j.is(Cannot, err.Error())
	case errors.Is(err, peers.ErrInconclusive), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return j.is(Inconclusive, err.Error())
	case err != nil:
		return j.is(Differs, err.Error())
	}
	if d := diff(); d != nil {
		return j.is(Differs, *d)
	}
	if len(excuses) > 0 {
		return j.is(Excused, excuses...)
	}
	return j.is(Same)
}

// real plays a trace on a real stack. Where the stack does otherwise what the
// RFCs leave open, the header is changed accordingly, and what the model
// answers to that is what is awaited.
func (j Judgement) real(ctx context.Context, want *traces.Trace, s System) Judgement {
	// What the trace says must be what the model says, before anything is excused.
	own, err := traces.Run(ctx, model, want)
	if err != nil {
		return j.weigh(fmt.Errorf("the model: %w", err), nil, nil)
	}
	if d := traces.Diff(want, own); d != nil {
		return j.is(Differs, "the trace itself parts from the model: "+d.Error())
	}
	header, excuses := excuse(want.Header, s)
	if len(excuses) > 0 {
		changed := &traces.Trace{Header: header, Steps: want.Steps}
		followed, err := traces.Run(ctx, model, changed)
		if err != nil {
			return j.weigh(fmt.Errorf("the model, with %v: %w", excuses, err), nil, nil)
		}
		if traces.Diff(want, followed) == nil {
			excuses = nil // what the stack does otherwise does not come up in this trace
		}
		want = followed
	}
	got, err := traces.Run(ctx, s.Open, want)
	j.Got = got
	return j.weigh(err, func() *string { return compare(want, got, s) }, excuses)
}
