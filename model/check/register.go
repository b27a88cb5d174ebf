package check

import (
	"slices"
	"strings"
)

// A Register holds parts of a model that register themselves, each in a file of its
// own: invariants, goals, configurations. Name tells their names. Whoever adds to it
// does so while packages are initialised.
type Register[T any] struct {
	Name func(T) string
	all  []T
}

// Add registers a part, and gives it back.
func (r *Register[T]) Add(part T) T {
	r.all = append(r.all, part)
	return part
}

// All lists the parts by name.
func (r *Register[T]) All() []T {
	all := slices.Clone(r.all)
	slices.SortFunc(all, func(a, b T) int { return strings.Compare(r.Name(a), r.Name(b)) })
	return all
}
