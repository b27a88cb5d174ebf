package view_test

import (
	"testing"

	"tlsresume/impl/peers/installed"
	"tlsresume/traces"
	"tlsresume/traces/view"
)

// Nothing but the chart has to be scrolled sideways.
func TestPageOnAPhone(t *testing.T) {
	trace, err := traces.Load("../adversary/triple-handshake-no-ems.trace")
	if err != nil {
		t.Fatal(err)
	}
	page, err := view.HTML(view.Page{Name: "triple-handshake-no-ems", System: "impl", Verdict: "same", Got: trace, Broken: []view.Break{
		{Step: 5, Sentence: "RFC 7627 1 and 6.1", Expected: "two secrets", Seen: "one"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	installed.OnAPhone(t, string(page), asRead(page).stops(), ".events")
}

// stops are the places where a keyboard stops: links, what opens, and the chart.
func (r *read) stops() int { return r.elements["a"] + r.elements["summary"] + 1 }
