package conform

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"tlsresume/impl/sim"
	"tlsresume/properties"
	"tlsresume/traces"
)

// Follow plays the commands of a script on the implementation and on the model.
// It returns what the implementation did, and an error when the model did
// something else, a property is broken or either of them panics.
//
// The model does not tell what an end that reads no keys yet makes of a protected
// record (resume.Open): what it reads in the clear is random. Such a run is followed,
// and returned, as far as that. One with an adversary is followed as far as the adversary
// of the implementation can do what it says.
func Follow(ctx context.Context, script *traces.Trace) (*traces.Trace, error) {
	return FollowOn(ctx, script, sim.Open)
}

// FollowOn follows another implementation than the stock one: a *properties.Violation is a
// property that is broken, a *Panic a panic.
func FollowOn(ctx context.Context, script *traces.Trace, open traces.Open) (*traces.Trace, error) {
	got, err := alongside(ctx, script, open)
	if err != nil {
		return got, err
	}
	for _, broken := range properties.Check(got) {
		if script.Header.Adversary == "" || !succeeds(script.Header, broken.Property.Name) {
			return got, broken
		}
	}
	return got, nil
}

// Compare plays a script as Follow does, and asks for no property: some worlds are there to
// break one.
func Compare(ctx context.Context, script *traces.Trace) (*traces.Trace, error) {
	return alongside(ctx, script, sim.Open)
}

// alongside plays a script on a system and on the model, and compares the events.
func alongside(ctx context.Context, script *traces.Trace, open traces.Open) (*traces.Trace, error) {
	got, err := Run(ctx, open, script)
	adverse := script.Header.Adversary != ""
	if got != nil && adverse && errors.Is(err, traces.ErrCannot) {
		script, err = &traces.Trace{Header: script.Header, Steps: script.Steps[:len(got.Steps)]}, nil
	}
	if err != nil {
		return got, fmt.Errorf("the implementation: %w", err)
	}
	want, err := Run(ctx, model, script)
	if want != nil && errors.Is(err, traces.ErrCannot) {
		got.Steps, err = got.Steps[:len(want.Steps)], nil
	}
	if err != nil {
		return got, fmt.Errorf("the model: %w", err)
	}
	if d := traces.Diff(want, got); d != nil {
		return got, fmt.Errorf("the implementation parts from the model: %w", d)
	}
	return got, nil
}

// succeeds reports whether an attack may break a property: what the extended master secret
// is against, where an end does not insist on it (RFC 7627 1).
func succeeds(h traces.Header, property string) bool {
	return slices.Contains([]string{"master-secret-apart", "binding-apart"}, property) &&
		slices.ContainsFunc(slices.Concat(h.Servers, h.Clients), func(n traces.Node) bool {
			return !slices.Contains(n.Policies(), "ems-require")
		})
}
