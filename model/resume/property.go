package resume

import (
	"fmt"

	"tlsresume/model/check"
)

// An Invariant is what must hold in every state.
type Invariant struct {
	Name  string
	Rule  string // the sentence, with its citation
	Fails func(*State) *Witness
	// Claim says that it is no law of an RFC but what an operator wants of a
	// world: it is asked for only of those whose Config makes the claim.
	Claim bool
}

// holds is the invariant as the checker asks for it.
func (i Invariant) holds(s *State) (witness string, ok bool) {
	if w := i.Fails(s); w != nil {
		return w.String(), false
	}
	return "", true
}

// A Goal is a situation that some state must be in: an invariant about what
// never happens proves nothing.
type Goal struct {
	Name    string
	Rule    string
	Shows   []string // the invariants whose situation it is
	Reached func(*State) bool
}

// A Defect is a mistake that an exploration must find.
type Defect struct {
	Name        string
	Requirement string // its id in the table of requirements
	Breaks      string // the invariant that finds it
	Config      string // where it does
	// Edit makes the mistake in a policy; nil if the mistake is a deed.
	Edit func(*Policy)
	// Compels gives the deed of a defective end, when its time has come: a
	// command of the trace language, so that any System can be made to do it.
	Compels func(*State) (Action, bool)
	// Excuses are the invariants that the deed breaks by itself, where the
	// mistake is another's: that of the end which goes along with it.
	Excuses []string
}

// A Witness is what in a state breaks an invariant.
type Witness struct {
	Place Place
	Deed  string
}

// String names the end and its deed.
func (w *Witness) String() string {
	return fmt.Sprintf("k%d%s %s", w.Place.Conn+1, [...]string{".c", ".s"}[w.Place.Side], w.Deed)
}

var (
	invariants = check.Register[Invariant]{Name: func(i Invariant) string { return i.Name }}
	goals      = check.Register[Goal]{Name: func(g Goal) string { return g.Name }}
	defects    = check.Register[Defect]{Name: func(d Defect) string { return d.Name }}
)

// invariant registers an invariant.
func invariant(name, rule string, fails func(*State) *Witness) Invariant {
	return invariants.Add(Invariant{Name: name, Rule: rule, Fails: fails})
}

// claim registers an invariant that holds where it is claimed.
func claim(name, rule string, fails func(*State) *Witness) Invariant {
	return invariants.Add(Invariant{Name: name, Rule: rule, Fails: fails, Claim: true})
}

// goal registers a goal, and the invariants that it shows to be worth something.
func goal(name, rule string, reached func(*State) bool, shows ...string) Goal {
	return goals.Add(Goal{name, rule, shows, reached})
}

// defect registers a defect.
func defect(d Defect) Defect { return defects.Add(d) }

// Invariants lists the invariants by name.
func Invariants() []Invariant { return invariants.All() }

// Goals lists the goals by name.
func Goals() []Goal { return goals.All() }

// Defects lists the defects by name.
func Defects() []Defect { return defects.All() }

// firstEnd finds the first end, of a connection that is not buried, that did
// what it should not have done.
func (s *State) firstEnd(side Side, deed string, did func(*End) bool) *Witness {
	for i := range s.Conns {
		if c := &s.Conns[i]; !c.Buried && did(&c.Ends[side]) {
			return &Witness{Place{i, side}, deed}
		}
	}
	return nil
}

// eitherEnd does so for the ends of both sides.
func (s *State) eitherEnd(deed string, did func(*End) bool) *Witness {
	if w := s.firstEnd(Client, deed, did); w != nil {
		return w
	}
	return s.firstEnd(Server, deed, did)
}

// some says whether some end of this side is so.
func (s *State) some(side Side, is func(*End) bool) bool {
	return s.firstEnd(side, "", is) != nil
}

// agreedConns gives the connections in which both ends are done.
func (s *State) agreedConns(yield func(int, *Conn) bool) {
	for i := range s.Conns {
		c := &s.Conns[i]
		if !c.Buried && c.Ends[Client].Done && c.Ends[Server].Done && !yield(i, c) {
			return
		}
	}
}
