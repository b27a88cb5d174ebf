package campaign

import (
	"context"
	"strings"

	"tlsresume/fuzz"
)

// tries is how many inputs are run to make a finding small: fewer the dearer one is.
func tries(check string) int {
	switch {
	case check == hang:
		return 20 // each may take all of PerInput
	case strings.HasPrefix(check, "fatal/"):
		return 200 // each takes a process
	}
	return 3000
}

// confirm runs what an engine calls a crasher again, three times in fresh processes, and
// makes it small when it fails each time in the same way. It gives the smaller input.
func confirm(ctx context.Context, j *Judge, t fuzz.Target, crasher Leaving) (Finding, []byte, error) {
	f := Finding{Target: t.Name, Found: len(crasher.Data)}
	for range Confirmations {
		j.Fresh()
		v, err := j.Verdict(ctx, t.Name, crasher.Data)
		switch {
		case err != nil:
			return f, nil, err
		case v.Check == "":
		case f.Check == "":
			f.Check, f.Err, f.Confirmed = v.Check, v.Err, 1
		case f.Check == v.Check:
			f.Confirmed++
		}
	}
	f.Flaky = f.Confirmed < Confirmations
	if f.Check == "" {
		f.Check, f.Err = "unconfirmed", firstLines(crasher.Said)
	}
	data := crasher.Data
	if !f.Flaky {
		var err error
		if data, err = shortened(ctx, j, t, &f, data); err != nil {
			return f, nil, err
		}
	}
	f.Kinds, f.Bytes = kindsOf(t, data), len(data)
	return f, data, nil
}

// shortened minimises a finding, and has it say what the smaller input breaks.
func shortened(ctx context.Context, j *Judge, t fuzz.Target, f *Finding, data []byte) ([]byte, error) {
	var failed error
	said := f.Err
	keep := func(smaller []byte) bool {
		if failed != nil {
			return false
		}
		v, err := j.Verdict(ctx, t.Name, smaller)
		failed = err
		if err != nil || v.Check != f.Check {
			return false
		}
		said = v.Err
		return true
	}
	small := data
	// A grammar that panics leaves the input as it is.
	if err := outlive(func() { small = minimise(t.Grammar, data, tries(f.Check), keep) }); err != nil {
		return data, failed
	}
	f.Err = said
	return small, failed
}

// firstLines is the beginning of what an engine tells about a crasher.
func firstLines(said string) string {
	said = strings.TrimSpace(said)
	if len(said) > 1000 {
		said = said[:1000] + "…"
	}
	return said
}
