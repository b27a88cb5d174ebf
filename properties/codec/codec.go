// Package codec judges the encodings of the project: what holds of each of them by
// itself, without a connection. Every format is a row of one table, and every law is
// held to every row that it speaks of.
//
// It is library code, for a test, the kill matrix and a fuzz target alike: what a check
// is made of is drawn from its caller, and from nothing else.
package codec

import (
	"fmt"
	"slices"
	"strings"
)

// A Property is a sentence about an encoding.
type Property struct {
	Name  string // LAW/FORMAT
	Cites string
	// Check draws a case and judges it. choose(n) gives a number from 0 to n-1, and
	// equal numbers make equal cases. The error says what was wrong in what.
	Check func(choose func(n int) int) error
}

// All lists the properties, by name.
func All() []Property {
	all := slices.Clone(registry)
	for _, l := range laws {
		for _, f := range formats() {
			if l.of(f) {
				all = append(all, l.property(f))
			}
		}
	}
	slices.SortFunc(all, func(a, b Property) int { return strings.Compare(a.Name, b.Name) })
	return all
}

var registry []Property

// property registers one that is no law of the table.
func property(name, cites string, check func(dice) error) struct{} {
	registry = append(registry, Property{name, cites, func(choose func(int) int) error {
		if err := check(choose); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	}})
	return struct{}{}
}

// A law is a sentence about the formats that it is of.
type law struct {
	name, cites string
	of          func(format) bool
	holds       func(dice, format) error
}

var laws = []law{roundTrip, oneSpelling, truncated, trailing, bounded, unshared, reused, allocates}

func (l law) property(f format) Property {
	name := l.name + "/" + f.name
	return Property{name, l.cites + "; " + f.cites, func(choose func(int) int) error {
		if err := l.holds(choose, f); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	}}
}
