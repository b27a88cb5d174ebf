package resume

import (
	"slices"
	"testing"
)

// Each rule of RFC 5746 on what a hello carries has a hello that it alone
// objects to, and there are hellos that none objects to.
func TestEveryObjectionHasItsHello(t *testing.T) {
	saved := [2]Verify{{Master: 1, From: Client}, {Master: 1, From: Server}}
	other := [2]Verify{{Master: 2, From: Client}, {Master: 1, From: Server}}
	half := [2]Verify{Client: saved[Client], Server: other[Client]}
	type hello struct {
		objection     string // empty if there is none
		side          Side   // of the end that takes it
		again, secure bool
		info          Info
		bound         [2]Verify
	}
	cases := []hello{
		{"", Client, false, false, NoInfo, [2]Verify{}},
		{"", Client, false, false, EmptyInfo, [2]Verify{}},
		{"client-nonempty", Client, false, false, BoundInfo, saved},
		{"", Client, true, true, BoundInfo, saved},
		{"client-missing", Client, true, true, NoInfo, [2]Verify{}},
		{"client-unequal", Client, true, true, EmptyInfo, [2]Verify{}},
		{"client-unequal", Client, true, true, BoundInfo, other},
		{"client-unequal", Client, true, true, BoundInfo, half},
		{"", Client, true, false, NoInfo, [2]Verify{}},
		{"client-legacy", Client, true, false, EmptyInfo, [2]Verify{}},
		{"client-legacy", Client, true, false, BoundInfo, saved},
		{"", Server, false, false, NoInfo, [2]Verify{}},
		{"", Server, false, false, SCSV, [2]Verify{}},
		{"", Server, false, false, EmptyInfo, [2]Verify{}},
		{"server-nonempty", Server, false, false, BoundInfo, saved},
		{"", Server, true, true, BoundInfo, saved},
		{"server-scsv", Server, true, true, SCSV, [2]Verify{}},
		{"server-missing", Server, true, true, NoInfo, [2]Verify{}},
		{"server-unequal", Server, true, true, EmptyInfo, [2]Verify{}},
		{"server-unequal", Server, true, true, BoundInfo, other},
		{"", Server, true, false, NoInfo, [2]Verify{}},
		{"server-legacy", Server, true, false, SCSV, [2]Verify{}},
		{"server-legacy", Server, true, false, EmptyInfo, [2]Verify{}},
	}
	for _, o := range objections {
		if !slices.ContainsFunc(cases, func(c hello) bool { return c.objection == o.Name }) {
			t.Errorf("%s: got no hello", o.Name)
		}
	}
	for _, c := range cases {
		e := End{Again: c.again, Secure: c.secure, Saved: saved}
		e.Offer.Info, e.Offer.Bound = c.info, c.bound[Client]
		e.Answer.Info, e.Answer.Bound = c.info, c.bound
		var got []string
		for _, o := range objections {
			if o.Of == c.side && o.When(&e) {
				got = append(got, o.Name)
			}
		}
		var want []string
		if c.objection != "" {
			want = []string{c.objection}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%v, again %v, secure %v, info %d: got %v, want %v", c.side, c.again, c.secure, c.info, got, want)
		}
	}
}
