package adversary

import (
	"slices"
	"strings"

	"tlsresume/model/check"
)

// An Invariant is what must hold in every state.
type Invariant struct {
	Name  string
	Rule  string // the sentence, with its citation
	holds func(*world, *state) (witness string, ok bool)
}

// A Goal is a situation that some state must be in.
type Goal struct {
	Name    string
	Rule    string
	Shows   []string // the invariants whose situation it is
	reached func(*state) bool
}

// A Defect is a mistake of the honest ends that an exploration must find.
type Defect struct {
	Name        string
	Requirement string // its id in the table of requirements
	Breaks      string // the invariant that finds it, or the goal that it keeps from being reached
	Config      string // where it does
	edit        func(*world)
}

var (
	allInvariants []Invariant
	allGoals      []Goal
	allDefects    []Defect
	allConfigs    []Config
)

func invariant(name, rule string, holds func(*world, *state) (string, bool)) Invariant {
	i := Invariant{name, rule, holds}
	allInvariants = append(allInvariants, i)
	return i
}

func goal(name, rule string, reached func(*state) bool, shows ...string) Goal {
	g := Goal{name, rule, shows, reached}
	allGoals = append(allGoals, g)
	return g
}

func defect(d Defect) Defect {
	allDefects = append(allDefects, d)
	return d
}

func config(c Config) Config {
	allConfigs = append(allConfigs, c)
	return c
}

// Invariants lists the invariants by name.
func Invariants() []Invariant {
	return sorted(allInvariants, func(i Invariant) string { return i.Name })
}

// Goals lists the goals by name.
func Goals() []Goal { return sorted(allGoals, func(g Goal) string { return g.Name }) }

// Defects lists the defects by name.
func Defects() []Defect { return sorted(allDefects, func(d Defect) string { return d.Name }) }

// Configs lists the configurations by name.
func Configs() []Config { return sorted(allConfigs, func(c Config) string { return c.Name }) }

func sorted[T any](all []T, name func(T) string) []T {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b T) int { return strings.Compare(name(a), name(b)) })
	return all
}

func (i Invariant) predicate(w *world) check.Predicate[state] {
	return check.Predicate[state]{Name: i.Name, Holds: func(s *state) (string, bool) { return i.holds(w, s) }}
}

// conns numbers the connections as traces name them: a client's end is k1 or k2, a
// server's k3 or k4.
const (
	clientConns = 1
	serverConns = 3
)
