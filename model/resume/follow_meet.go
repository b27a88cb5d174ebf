package resume

import (
	"slices"
	"strings"

	"tlsresume/traces"
)

// meanings say which symbol of the model a symbol of the run is. Neither stands
// twice.
type meanings []meaning

type meaning struct{ own, seen string }

// symbolic are the facts whose values are symbols, unless they are one of the words.
var (
	symbolic = []string{"ticket", "session_id", "ms", "tls_unique", "exporter"}
	words    = []string{"", "empty", "promised"}
)

func isSymbol(key, value string) bool {
	return slices.Contains(symbolic, key) && !slices.Contains(words, value)
}

// same says whether two symbols mean the same, and from now on they do if neither
// has a meaning yet.
func (ms *meanings) same(own, seen string) bool {
	for _, m := range *ms {
		if m.own == own || m.seen == seen {
			return m == meaning{own, seen}
		}
	}
	i, _ := slices.BinarySearchFunc(*ms, seen, func(m meaning, seen string) int { return strings.Compare(m.seen, seen) })
	*ms = slices.Insert(slices.Clone(*ms), i, meaning{own, seen})
	return true
}

// of is how the run calls a symbol of the model: with a "?" if it has not yet.
func (ms meanings) of(own string) string {
	for _, m := range ms {
		if m.own == own {
			return m.seen
		}
	}
	return own[:1] + "?"
}

// differs is the key of miss and meet for events that are not of the same end, mark
// and message.
const differs = "what"

// meet compares an event of the model with one that was seen, and makes the branch
// what the run shows of it. It returns the key of the first fact that differs, or
// nothing. A log lacks facts that it does not tell, and may say of some that they
// are not there.
func (b *branch) meet(own, seen *traces.Event, lacks []string, log bool) (key string) {
	if own.End != seen.End || own.Mark != seen.Mark || own.What != seen.What {
		return differs
	}
	means := b.means
	for _, s := range seen.Facts {
		if o, ok := own.Fact(s.Key); !means.agree(own, s, o, ok) {
			return s.Key
		}
	}
	for _, o := range own.Facts {
		if _, ok := seen.Fact(o.Key); !ok && (!log || slices.Contains(lacks, o.Key)) {
			return o.Key
		}
	}
	b.means = means
	b.adopt(seen)
	return ""
}

// agree compares a fact with what the model has for it, if it has it.
func (ms *meanings) agree(own *traces.Event, seen traces.Fact, value string, has bool) bool {
	switch {
	case !has:
		return false
	case value == seen.Value && !isSymbol(seen.Key, value), adopted(own, seen.Key, seen.Value) != nil:
		return true
	}
	return isSymbol(seen.Key, value) && isSymbol(seen.Key, seen.Value) && ms.same(value, seen.Value)
}

// adopt gives the message that was sent what the event says of it.
func (b *branch) adopt(e *traces.Event) {
	for _, fact := range e.Facts {
		a := adopted(e, fact.Key, fact.Value)
		p, ok := b.place(e.End)
		if a == nil || !ok || p.Conn >= len(b.state.Conns) {
			continue
		}
		wire := b.state.Conns[p.Conn].Wires[p.Side.Peer()]
		for i := len(wire) - 1; i >= 0; i-- {
			if wire[i].Kind.String() == e.What {
				a.take(&wire[i], fact.Value)
				break
			}
		}
	}
}

// place finds an end by its name.
func (b *branch) place(end string) (Place, bool) {
	a := Action{}
	if err := b.names.argument(&a, "end", []string{end}); err != nil {
		return Place{}, false
	}
	return a.place(), true
}

// renamed is the event with other symbols.
func renamed(e traces.Event, name func(string) string) traces.Event {
	e.Facts = slices.Clone(e.Facts)
	for i, fact := range e.Facts {
		if isSymbol(fact.Key, fact.Value) {
			e.Facts[i].Value = name(fact.Value)
		}
	}
	return e
}
