package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tlsresume/model/check"
	"tlsresume/traces"
)

// A line is one result of the page.
type line struct {
	Part    string        `json:"part"` // model, traces, conformance, properties, defects
	What    string        `json:"what"` // what was verified
	Verdict check.Verdict `json:"-"`
	Word    string        `json:"verdict"` // the verdict in a word
	Detail  string        `json:"detail"`  // counts, bounds and what went wrong
	Replay  []string      `json:"replay,omitempty"`
}

// add shows a line and keeps it.
func (v *verification) add(part, what string, verdict check.Verdict, detail string, replay ...string) {
	v.show(v.keep(part, what, verdict, detail, replay...))
}

// A kind is many results of which the page shows the sum, and those that do not hold:
// --json has each.
type kind struct {
	v         *verification
	part      string
	well, all int
	worst     check.Verdict
}

func (v *verification) kind(part string) *kind { return &kind{v: v, part: part, worst: check.Holds} }

// add keeps a line, and shows it unless it holds.
func (k *kind) add(what string, verdict check.Verdict, detail string, replay ...string) {
	l := k.v.keep(k.part, what, verdict, detail, replay...)
	k.all++
	switch {
	case verdict == check.Holds:
		k.well++
		return
	case verdict == check.Broken, k.worst == check.Holds:
		k.worst = verdict
	}
	k.v.show(l)
}

// tried is the verdict on what nothing was found wrong with, in so many tries: what was
// not tried has none.
func tried(n int) check.Verdict {
	if n == 0 {
		return check.Inconclusive
	}
	return check.Holds
}

// sum shows how many are as they should be, and what else there is to say of all. A kind
// of which there is none is a result, too.
func (k *kind) sum(what, detail string) {
	if k.all == 0 {
		k.worst = tried(0)
		k.v.keep(k.part, what, k.worst, "there is none")
	}
	k.v.show(line{k.part, what, k.worst, verdictWord(k.part, k.worst), fmt.Sprintf("%d of %d%s", k.well, k.all, detail), nil})
}

func (v *verification) keep(part, what string, verdict check.Verdict, detail string, replay ...string) line {
	l := line{part, what, verdict, verdictWord(part, verdict), detail, replay}
	v.lines = append(v.lines, l)
	return l
}

func (v *verification) show(l line) {
	if v.json {
		return
	}
	fmt.Fprintf(v.out, "%-12s  %-39s  %-12s  %s\n", l.Part, l.What, l.Word, l.Detail)
	for _, command := range l.Replay {
		fmt.Fprintf(v.out, "%-12s  %s\n", "", command)
	}
}

// cannot is the verdict on what a system has no ability for. It is no pass, and no
// failure either.
const cannot check.Verdict = 1 << 7

// addLacks shows how many scripts cannot be played, and for what reasons.
func (v *verification) addLacks(part, what string, reasons []string, of int) {
	if len(reasons) == 0 {
		return
	}
	count := map[string]int{}
	for _, r := range reasons {
		// The error has traces.ErrCannot before the lack or behind it, and before both
		// the step and the node where it came up.
		r = strings.TrimSuffix(r, ": "+traces.ErrCannot.Error())
		count[r[strings.LastIndex(r, ": ")+1:]]++
	}
	var each []string
	for _, lack := range slices.Sorted(maps.Keys(count)) {
		each = append(each, fmt.Sprintf("%s (%d)", strings.TrimSpace(lack), count[lack]))
	}
	v.add(part, what, cannot, fmt.Sprintf("%d of %d: %s", len(reasons), of, strings.Join(each, "; ")))
}

// verdictWord is a verdict as it reads for a part: what holds of a defect is that it is
// found.
func verdictWord(part string, v check.Verdict) string {
	switch {
	case v == cannot:
		return "cannot"
	case part == "defects" && v == check.Holds:
		return "found"
	case part == "defects" && v == check.Broken:
		return "not found"
	}
	return v.String()
}

// close prints what is for machines, and turns the worst line into the outcome.
func (v *verification) close() error {
	if v.json {
		if err := encodeJSON(v.out, v.lines); err != nil {
			return err
		}
	}
	count := map[check.Verdict]int{}
	for _, l := range v.lines {
		count[l.Verdict]++
	}
	switch {
	case count[check.Broken] > 0:
		return finding(fmt.Errorf("%d of %d results are broken", count[check.Broken], len(v.lines)))
	case count[check.Inconclusive] > 0:
		return inconclusive(fmt.Errorf("%d of %d results are inconclusive", count[check.Inconclusive], len(v.lines)))
	}
	return nil
}
