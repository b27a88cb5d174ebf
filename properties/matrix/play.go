package matrix

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"tlsresume/properties"
	"tlsresume/properties/conform"
	"tlsresume/traces"
)

// Conformance is the check that the model allows what an implementation does.
const Conformance = "conformance"

// OnScripts says whether a check judges what scripts do.
func OnScripts(check string) bool {
	return check == Conformance || strings.HasPrefix(check, "property/")
}

// Play tries cases on an implementation, in their order. It ends once each check of
// until has found something; until is nil: with the last case.
func (r *Row) Play(ctx context.Context, open traces.Open, cases []Case, until []string) error {
	began := time.Now()
	defer func() { r.Seconds += time.Since(began).Seconds() }()
	for _, c := range cases {
		if err := ctx.Err(); err != nil {
			return err
		}
		if until != nil && len(r.Lacks(until)) == 0 {
			return nil
		}
		r.Cases++
		broken, err := judge(ctx, open, c)
		if errors.Is(err, traces.ErrCannot) {
			r.Cases--
			r.Cannot++
			continue
		}
		for _, check := range slices.Sorted(maps.Keys(broken)) {
			r.found(Finding{check, r.Cases, r.Seconds + time.Since(began).Seconds(), c.Name, broken[check]})
		}
	}
	return ctx.Err()
}

// judge plays a case, and says which checks object, and why. What does not end in
// events parts from the model, too. The error is that the case cannot be played.
func judge(ctx context.Context, open traces.Open, c Case) (broken map[string]string, err error) {
	broken = map[string]string{}
	got, err := conform.Run(ctx, open, c.Want)
	switch {
	case errors.Is(err, traces.ErrCannot):
		return nil, err
	case err != nil:
		broken[Conformance], _, _ = strings.Cut(err.Error(), "\n") // the stack of a panic is another each time
		return broken, nil
	}
	if d := traces.Diff(c.Want, got); d != nil {
		broken[Conformance] = d.Error()
	}
	for _, v := range properties.Check(got) {
		if !slices.Contains(c.Shows, v.Property.Name) {
			broken["property/"+v.Property.Name] = v.Error()
		}
	}
	return broken, nil
}
