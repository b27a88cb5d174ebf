package matrix

import (
	"slices"
	"strings"

	"tlsresume/impl/defect"
	"tlsresume/model/adversary"
	"tlsresume/model/requirements"
	"tlsresume/model/resume"
)

// A Tie is a defect that breaks a requirement, and what finds it.
type Tie struct {
	Of      string   `json:"of"` // model or implementation
	Defect  string   `json:"defect"`
	FoundBy []string `json:"foundBy"`
}

// Ties lists the defects that break a requirement. Each is found: tests of model/resume,
// of model/adversary and of this package see to it.
func Ties(id string) (all []Tie) {
	for _, d := range resume.Defects() {
		if d.Requirement == id {
			all = append(all, Tie{"model", d.Name, []string{d.Breaks}})
		}
	}
	for _, d := range adversary.Defects() {
		if d.Requirement == id {
			all = append(all, Tie{"model", d.Name, []string{d.Breaks}})
		}
	}
	for _, d := range defect.All() {
		if slices.Contains(d.Breaks, id) {
			all = append(all, Tie{"implementation", d.Name, d.KilledBy})
		}
	}
	return all
}

// A Coverage says of how many of a source's sentences that bind, MUST and MUST NOT, a
// breach was seen to be found.
type Coverage struct {
	Source   string   `json:"source"`
	Binding  int      `json:"binding"`
	Covered  int      `json:"covered"`
	Excepted int      `json:"excepted"` // with a reason
	Open     []string `json:"open"`     // neither
}

// Covers gives the coverage of each source, in the order of the table.
func Covers() []Coverage {
	var all []Coverage
	for _, r := range requirements.All() {
		if r.Level != requirements.Must && r.Level != requirements.MustNot {
			continue
		}
		source, _, _ := strings.Cut(r.ID, "-")
		i := slices.IndexFunc(all, func(c Coverage) bool { return c.Source == source })
		if i < 0 {
			i = len(all)
			all = append(all, Coverage{Source: source})
		}
		c := &all[i]
		c.Binding++
		switch {
		case len(Ties(r.ID)) > 0:
			c.Covered++
		case exceptions[r.ID] != "":
			c.Excepted++
		default:
			c.Open = append(c.Open, r.ID)
		}
	}
	return all
}

// exceptions are the sentences that bind and that no defect here breaks, and why.
var exceptions = map[string]string{
	"RFC5077-5.7-CONFIDENTIAL-TRANSFER":       "it speaks of tickets that come by other ways than TLS, which is whoever carries them",
	"RFC5246-E.2-RESUME-NEEDS-TLS-HELLO":      "the SSLv2 hello is not spoken: there is no code to get it wrong",
	"RFC5929-3.1-SERVER-NO-RENEG-DURING-AUTH": "when an application authenticates is not told to TLS",
	"RFC7627-6.4-SSL3-LEGACY-MS":              "SSL 3.0 is not spoken (RFC 7568)",
	"RFC9266-4-NOT-A-SECRET":                  "what an application does with a binding is not TLS's",
	"RFC9266-4-ONLY-FOR-BINDING":              "what an application does with a binding is not TLS's",
	"RFC9266-4.1-ONE-USE":                     "what an application does with a binding is not TLS's",
	"RFC9325-3.4-STRONG-CIPHER":               "which cipher seals tickets is its operator's choice, by the form of the key (AES-128 or AES-256); nothing compares it with the suites, and so there is nothing to get wrong",
}
