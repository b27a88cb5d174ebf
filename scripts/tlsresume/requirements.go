package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"tlsresume/model/requirements"
)

// whose says who checks a sentence that the model does not.
var whose = map[requirements.Subject]string{
	requirements.Codec:  "the codecs' (impl/wire, impl/prf, impl/record, impl/session)",
	requirements.Policy: "a policy's (impl/handshake, traces.Policies)",
}

// listRequirements prints what of the model every sentence is tied to, and how many
// there are of each kind.
func listRequirements(out io.Writer, asJSON bool) error {
	all := requirements.All()
	if asJSON {
		return encodeJSON(out, all)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, r := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", r.ID, r.Level, r.Subject, r.Says, tie(r))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return sumUp(out, all)
}

// tie is what checks the sentence.
func tie(r requirements.Requirement) string {
	switch {
	case r.Covered():
		return strings.Join(r.Invariants, ", ")
	case r.Apart != "":
		return "apart: " + r.Apart
	}
	return whose[r.Subject]
}

func sumUp(out io.Writer, all []requirements.Requirement) error {
	type sum struct{ sentences, tied, apart int }
	sums := map[requirements.Subject]*sum{}
	for _, r := range all {
		s := sums[r.Subject]
		if s == nil {
			s = &sum{}
			sums[r.Subject] = s
		}
		s.sentences++
		if r.Covered() {
			s.tied++
		}
		if r.Apart != "" {
			s.apart++
		}
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nsubject\tsentences\ttied to an invariant\tapart, with the reason\tothers'")
	for _, subject := range []requirements.Subject{requirements.Order, requirements.Fleet, requirements.Codec, requirements.Policy} {
		s := sums[subject]
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\n", subject, s.sentences, s.tied, s.apart, s.sentences-s.tied-s.apart)
	}
	return w.Flush()
}
