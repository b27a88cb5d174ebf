// Package defect is the catalogue of mistakes that the verification must find:
// real ones that stacks have made, and ones derived from the requirements. A
// defect is a value, never a branch in the implementation.
package defect

import (
	"slices"
	"strings"

	"tlsresume/impl/handshake"
)

// A Defect is one mistake.
type Defect struct {
	Name     string
	Imitates string                  // the incident, or the sentence that it gets wrong
	Breaks   []string                // the requirements, by id
	KilledBy []string                // the properties that must find it
	Policy   func(*handshake.Policy) // what it changes in a server
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
