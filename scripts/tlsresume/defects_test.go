package main

import (
	"slices"
	"strings"
	"testing"

	"tlsresume/properties/matrix"
)

// A check that found nothing is idle, unless it is one of those that are alike and another
// of them did.
func TestIdle(t *testing.T) {
	all := idle(nil)
	for _, c := range all {
		check := strings.Replace(c, "fuzz/codecs", "fuzz/Ticket", 1)
		row := matrix.Row{Findings: []matrix.Finding{{Check: check}}}
		if got := idle([]matrix.Row{row}); len(got) != len(all)-1 || slices.Contains(got, c) {
			t.Errorf("%s found something: got %d idle checks, want the %d others", check, len(got), len(all)-1)
		}
	}
	for _, name := range talking {
		if !slices.Contains(all, "fuzz/"+name) {
			t.Errorf("got no check fuzz/%s, want one", name)
		}
	}
}
