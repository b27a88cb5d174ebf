// Package defect is the catalogue of mistakes that the verification must find:
// real ones that stacks have made, and ones derived from the requirements. A
// defect is a value, never a branch in the implementation.
package defect

import (
	"slices"
	"strings"

	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// A Defect is one mistake. It is of one grade: exactly one of Policy, Seams and Edits is
// there.
type Defect struct {
	Name     string
	Imitates string   // the incident, or the sentence that it gets wrong
	Breaks   []string // the requirements, by id
	// KilledBy are the checks that must find it: conformance, property/NAME, codec/NAME,
	// linear/NAME, metamorphic/NAME, fuzz/TARGET, tests/FOLDER (the tests of a package),
	// crash (the verification itself dies of it), or model (which has a defect of the same
	// name).
	KilledBy []string

	// Policy changes the policy of every end of a side.
	Policy func(handshake.Side, *handshake.Policy)
	// Seams puts something wrong between the parts of a fleet. It is called for each
	// fleet, so that what it remembers is of one.
	Seams func() script.Seams
	// Edits change the source: what is wrong is in a codec, or in arithmetic.
	Edits []Edit
}

// A Grade is what a defect is an edit of, the cheapest to try first.
type Grade string

// The grades.
const (
	Policy    Grade = "policy"
	Decorator Grade = "decorator"
	Overlay   Grade = "overlay"
)

// Grade is the grade of the defect.
func (d Defect) Grade() Grade {
	switch {
	case d.Policy != nil:
		return Policy
	case d.Seams != nil:
		return Decorator
	}
	return Overlay
}

// Open gives a fleet the defect; an overlay has it in all that is compiled with it.
func (d Defect) Open() script.Seams {
	switch d.Grade() {
	case Policy:
		return script.Seams{Config: func(side handshake.Side, _ traces.Node, c *handshake.Config) { d.Policy(side, &c.Policy) }}
	case Decorator:
		return d.Seams()
	}
	return script.Seams{}
}

// All lists the catalogue, by name.
func All() []Defect {
	all := slices.Clone(registry)
	slices.SortFunc(all, func(a, b Defect) int { return strings.Compare(a.Name, b.Name) })
	return all
}

var registry []Defect

func defect(d Defect) struct{} {
	registry = append(registry, d)
	return struct{}{}
}

// ofServer is an edit of a server's policy alone.
func ofServer(edit func(*handshake.Policy)) func(handshake.Side, *handshake.Policy) {
	return of(handshake.Server, edit)
}

// ofClient is an edit of a client's policy alone.
func ofClient(edit func(*handshake.Policy)) func(handshake.Side, *handshake.Policy) {
	return of(handshake.Client, edit)
}

func of(side handshake.Side, edit func(*handshake.Policy)) func(handshake.Side, *handshake.Policy) {
	return func(s handshake.Side, p *handshake.Policy) {
		if s == side {
			edit(p)
		}
	}
}
