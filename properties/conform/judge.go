package conform

import (
	"context"
	"errors"
	"fmt"
	"slices"

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
		got, err := Run(ctx, s.Open, want)
		j.Got = got
		// Of a run that stopped before its end, what was done is compared.
		return j.weigh(err, func() *string {
			return text(traces.Diff(&traces.Trace{Header: want.Header, Steps: want.Steps[:len(got.Steps)]}, got))
		}, nil)
	}
	return j.real(ctx, want, s)
}

func (j Judgement) is(v Verdict, reasons ...string) Judgement {
	j.Verdict, j.Reasons = v, reasons
	return j
}

// differs is a difference, excused if it is known.
func (j Judgement) differs(d string) Judgement {
	if why := known(j.System, j.Role, d); why != "" {
		return j.is(Excused, why, d)
	}
	return j.is(Differs, d)
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
	if err != nil && j.Got != nil && diff != nil {
		if d := diff(); d != nil { // before it could not go on
			return j.differs(*d)
		}
	}
	switch {
	case errors.Is(err, traces.ErrCannot):
		return j.is(Cannot, err.Error())
	case errors.Is(err, peers.ErrInconclusive), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return j.is(Inconclusive, err.Error())
	case err != nil:
		return j.is(Differs, err.Error())
	}
	if d := diff(); d != nil {
		return j.differs(*d)
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
	if m := want.Header.Adversary; m != "" {
		return j.is(Cannot, fmt.Sprintf("no adversary %q can be played on it", m))
	}
	// What the trace says must be what the model says, before anything is excused.
	own, err := Run(ctx, model, want)
	if err != nil {
		return j.weigh(fmt.Errorf("the model: %w", err), nil, nil)
	}
	if d := traces.Diff(want, own); d != nil {
		return j.is(Differs, "the trace itself parts from the model: "+d.Error())
	}
	// What stands on the wires at the end would not be seen.
	whole := delivered(want)
	if own, err = Run(ctx, model, whole); err != nil {
		return j.weigh(fmt.Errorf("the model: %w", err), nil, nil)
	}
	header, excuses := excuse(want.Header, s)
	read, habits := habitual(header, s)
	excuses = append(excuses, habits...)
	followed := own
	if len(excuses) > 0 {
		if followed, err = Run(ctx, model, &traces.Trace{Header: read, Steps: whole.Steps}); err != nil {
			return j.weigh(fmt.Errorf("the model, with %v: %w", excuses, err), nil, nil)
		}
		if traces.Diff(own, followed) == nil {
			excuses = nil // what the stack does otherwise does not come up in this trace
		}
	}
	got, err := Run(ctx, s.Open, &traces.Trace{Header: header, Steps: whole.Steps})
	j.Got = got
	return j.weigh(err, func() *string { return compare(followed, got, s) }, excuses)
}

// delivered is a script behind which all connections have got what stands on their wires.
func delivered(t *traces.Trace) *traces.Trace {
	whole := &traces.Trace{Header: t.Header, Steps: slices.Clone(t.Steps)}
	for _, step := range t.Steps {
		if step.Command.Verb != "dial" {
			continue
		}
		for _, side := range []string{".s", ".c", ".s", ".c"} {
			c := traces.Command{Verb: "deliver", Args: []string{step.Command.Args[0] + side}}
			whole.Steps = append(whole.Steps, traces.Step{Command: c})
		}
	}
	return whole
}
