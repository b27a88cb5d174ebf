// Package fuzz holds the fuzz targets: one body for each, for every engine. A body
// takes exactly one []byte and is deterministic.
package fuzz

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"tlsresume/traces"
)

// A Target is what an engine feeds.
type Target struct {
	// Name is also that of its corpus, and behind Fuzz that of its functions.
	Name string
	// About says in a line what the bytes are.
	About string
	// Judge runs an input. It is valid when it is worth keeping by what it is, not only
	// by what it reaches. An error is a finding: a *Violation.
	Judge func(data []byte) (valid bool, err error)
	// Grammar cuts an input into commands.
	Grammar Grammar
	// Trace is what an input does, as a script without events; nil for a target whose
	// commands are not those of traces.
	Trace func(data []byte) *traces.Trace
	// Script is the input that does what a trace says, and an error where the grammar has
	// no bytes for it. It is nil where Trace is.
	Script func(*traces.Trace) ([]byte, error)
}

// Body is Judge as go-fuzz wants it: 1 for an input to keep, 0 for any other, a panic
// for a finding. The check alone is in the first line of the panic, by which go-fuzz tells
// crashers apart: what was seen differs with each input.
func (t Target) Body(data []byte) int {
	valid, err := t.Judge(data)
	var broken *Violation
	switch {
	case errors.As(err, &broken):
		panic(fmt.Sprintf("%s: %s\n%v", t.Name, broken.Check, broken.Err))
	case err != nil:
		panic(fmt.Sprintf("%s: %v", t.Name, err))
	}
	if valid {
		return 1
	}
	return 0
}

// A Violation is a check that an input broke. Findings are told apart by Check and by
// the kinds of their commands.
type Violation struct {
	Check string // such as one-spelling/ClientHello, conformance, property/NAME
	Err   error
}

// Error tells the check and what was seen.
func (v *Violation) Error() string { return v.Check + ": " + v.Err.Error() }

// Unwrap gives what was seen.
func (v *Violation) Unwrap() error { return v.Err }

// Targets lists all of them, by name.
func Targets() []Target {
	all := slices.Concat(codecs(), traceCodecs, endpoints, fleets)
	slices.SortFunc(all, func(a, b Target) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// Named is the target of that name.
func Named(name string) (Target, error) {
	all := Targets()
	i := slices.IndexFunc(all, func(t Target) bool { return t.Name == name })
	if i < 0 {
		var names []string
		for _, t := range all {
			names = append(names, t.Name)
		}
		return Target{}, fmt.Errorf("got target %q, want one of %s", name, strings.Join(names, ", "))
	}
	return all[i], nil
}
