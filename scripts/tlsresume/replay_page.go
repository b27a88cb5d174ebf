package main

import (
	"cmp"
	"slices"

	"tlsresume/properties"
	"tlsresume/properties/conform"
	"tlsresume/traces"
	"tlsresume/traces/view"
)

// pageOf is the run as a page, with what it breaks.
func pageOf(p played) ([]byte, error) {
	return view.HTML(view.Page{
		Name: p.Trace, System: player(p.Judgement), Verdict: string(p.Verdict), Differs: p.Verdict == conform.Differs, Reasons: p.Reasons, Got: p.Got, Broken: breaks(p),
	})
}

// breaks are what is not as it should be in a run: where it parts from its trace, and the
// sentences that hold of every run.
func breaks(p played) []view.Break {
	var all []view.Break
	if p.Verdict == conform.Differs {
		all = append(all, parting(p))
	}
	for _, v := range properties.Check(p.Got) {
		all = append(all, view.Break{
			Step: whereBroken(p.Got, v), Sentence: sentence(v.Property), Why: v.Why,
			Expected: v.Property.Name + ", which holds of every run", Seen: v.Event.String(),
		})
	}
	slices.SortStableFunc(all, func(a, b view.Break) int { return cmp.Compare(a.Step, b.Step) })
	return all
}

// parting is where a run parts from its trace. What a real stack should have done is what
// the model says of the trace, and stands in the reason.
func parting(p played) view.Break {
	b := view.Break{Sentence: p.want.Header.Rule, Why: "the answer is not that of the trace"}
	played := &traces.Trace{Header: p.want.Header, Steps: p.want.Steps[:min(len(p.want.Steps), len(p.Got.Steps))]}
	if d := traces.Diff(played, p.Got); d != nil && p.Role == "" {
		b.Step, b.Expected, b.Seen = d.Step+1, cmp.Or(d.Want, "nothing"), cmp.Or(d.Got, "nothing")
	} else if len(p.Reasons) > 0 {
		b.Why = p.Reasons[0]
	}
	return b
}

// whereBroken is the step from which on a property is broken by this event: the same may
// happen twice.
func whereBroken(t *traces.Trace, v *properties.Violation) int {
	first := 0
	for i, s := range t.Steps {
		if !slices.ContainsFunc(s.Events, func(e traces.Event) bool { return e.String() == v.Event.String() }) {
			continue
		}
		if first == 0 {
			first = i + 1
		}
		run := properties.NewRun(&traces.Trace{Header: t.Header, Steps: t.Steps[:i+1]})
		if sooner := v.Property.Broken(run); sooner != nil && sooner.Event.String() == v.Event.String() {
			return i + 1
		}
	}
	return first
}
