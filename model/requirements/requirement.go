// Package requirements lists the normative sentences of the sources, in the
// project's own words, and what of the model would break if one were broken: so
// that none is forgotten. `tlsresume check --requirements` prints the table.
package requirements

import "slices"

// A Level is how strongly a sentence binds, in the words of RFC 2119. Words in
// lower case bind as they read; a fact describes the protocol.
type Level string

// The levels.
const (
	Must           Level = "MUST"
	MustNot        Level = "MUST NOT"
	Should         Level = "SHOULD"
	ShouldNot      Level = "SHOULD NOT"
	Recommended    Level = "RECOMMENDED"
	NotRecommended Level = "NOT RECOMMENDED"
	May            Level = "MAY"
	LowerMust      Level = "must"
	LowerShould    Level = "should"
	LowerMay       Level = "may"
	Fact           Level = "fact"
)

// A Subject is what a sentence speaks of, and with it who can check it.
type Subject string

// The subjects. Order and Fleet are the model's business; what is in a message
// is the codecs', and what is left to taste is a policy's.
const (
	Order  Subject = "order" // of the messages of a connection
	Fleet  Subject = "fleet" // of sessions, over connections and nodes
	Codec  Subject = "codec"
	Policy Subject = "policy"
)

// A Requirement is a sentence of a source.
type Requirement struct {
	ID      string // source, section and deed
	Level   Level
	Subject Subject
	Says    string
	// Invariants are those of the model that a breach of the sentence breaks, by
	// name. An order or a fleet has some, or else Apart.
	Invariants []string
	// Apart says why the sentence is not the model's business.
	Apart string
}

// Covered says whether the model checks the sentence.
func (r Requirement) Covered() bool { return len(r.Invariants) > 0 }

// Owed says whether the sentence is the model's business.
func (r Requirement) Owed() bool { return r.Subject == Order || r.Subject == Fleet }

// All lists the requirements, in the order of the sources.
func All() []Requirement {
	return slices.Concat(rfc5077, iesg2005, rfc7627, benjamin2021, rfc5246, names, rfc5746, bindings, rfc9325, mails2009)
}

// by names the invariants that a breach breaks.
func by(invariants ...string) []string { return invariants }
