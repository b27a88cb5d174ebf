package adversary

import "tlsresume/model/check"

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
	invariants = check.Register[Invariant]{Name: func(i Invariant) string { return i.Name }}
	goals      = check.Register[Goal]{Name: func(g Goal) string { return g.Name }}
	defects    = check.Register[Defect]{Name: func(d Defect) string { return d.Name }}
	configs    = check.Register[Config]{Name: func(c Config) string { return c.Name }}
)

func invariant(name, rule string, holds func(*world, *state) (string, bool)) Invariant {
	return invariants.Add(Invariant{name, rule, holds})
}

func goal(name, rule string, reached func(*state) bool, shows ...string) Goal {
	return goals.Add(Goal{name, rule, shows, reached})
}

func defect(d Defect) Defect { return defects.Add(d) }

func config(c Config) Config { return configs.Add(c) }

// Invariants lists the invariants by name.
func Invariants() []Invariant { return invariants.All() }

// Goals lists the goals by name.
func Goals() []Goal { return goals.All() }

// Defects lists the defects by name.
func Defects() []Defect { return defects.All() }

// Configs lists the configurations by name.
func Configs() []Config { return configs.All() }

func (i Invariant) predicate(w *world) check.Predicate[state] {
	return check.Predicate[state]{Name: i.Name, Holds: func(s *state) (string, bool) { return i.holds(w, s) }}
}

// conns numbers the connections as traces name them: a client's end is k1 or k2, a
// server's k3 or k4.
const (
	clientConns = 1
	serverConns = 3
)
