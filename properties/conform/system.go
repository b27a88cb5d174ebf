// Package conform plays traces on the model, on the reference implementation
// and on real stacks, and judges whether they do what the trace says.
package conform

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tlsresume/impl/peers"
	"tlsresume/impl/sim"
	"tlsresume/model/adversary"
	"tlsresume/model/resume"
	"tlsresume/traces"
)

// A System is something that a trace can be played on, by name. A real stack is
// two: one for each role that it can have.
type System struct {
	Name    string // impl, model, stdlib, openssl
	Role    string // of a real stack: server or client; "" for the others
	Open    traces.Open
	Missing func() string // "", or why the system cannot run here
	Sees    []string      // the facts of an ending that a real stack tells
	Limits  []peers.Limit // what a real stack always or never does
	Ours    []peers.Limit // what our end must therefore always or never do
}

// String is the name with the role.
func (s System) String() string {
	if s.Role == "" {
		return s.Name
	}
	return s.Name + " " + s.Role
}

// Systems lists all that there are, ours first.
func Systems() []System {
	here := func() string { return "" }
	all := []System{
		{Name: "impl", Open: sim.Open, Missing: here},
		{Name: "model", Open: model, Missing: here},
	}
	for _, p := range peers.All() {
		all = append(all, System{
			Name: p.Stack, Role: p.Role.String(), Open: honest(p.Open), Missing: p.Missing, Sees: p.Sees, Limits: p.Limits(), Ours: p.OurLimits(),
		})
	}
	return all
}

// model opens a world of one of the two relations.
func model(ctx context.Context, h traces.Header) (traces.System, error) {
	if h.Adversary != "" {
		return adversary.Open(ctx, h)
	}
	return resume.Open(ctx, h)
}

// Model is what the model answers to the commands of a script.
func Model(ctx context.Context, script *traces.Trace) (*traces.Trace, error) {
	return traces.Run(ctx, model, script)
}

// honest opens worlds without an adversary alone.
func honest(open traces.Open) traces.Open {
	return func(ctx context.Context, h traces.Header) (traces.System, error) {
		if h.Adversary != "" {
			return nil, fmt.Errorf("no adversary %q can be played on it: %w", h.Adversary, traces.ErrCannot)
		}
		return open(ctx, h)
	}
}

// Named picks systems by their names: that of a real stack is both, unless its role
// follows.
func Named(names []string) ([]System, error) {
	var picked []System
	for _, name := range names {
		n := len(picked)
		for _, s := range Systems() {
			if s.Name == name || s.String() == name {
				picked = append(picked, s)
			}
		}
		if len(picked) == n {
			return nil, fmt.Errorf("got the system %q, want one of %s", name, strings.Join(Names(), ", "))
		}
	}
	return picked, nil
}

// Names lists the names of the systems, without repetition.
func Names() []string {
	var names []string
	for _, s := range Systems() {
		if !slices.Contains(names, s.Name) {
			names = append(names, s.Name)
		}
	}
	return names
}
