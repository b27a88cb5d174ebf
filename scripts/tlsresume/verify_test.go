package main

import (
	"io"
	"testing"

	"tlsresume/model/check"
)

// What was not tried has no verdict: it does not hold.
func TestWhatWasNotTriedDoesNotHold(t *testing.T) {
	for name, part := range map[string]func(*verification) error{
		"a kind without results": func(v *verification) error { v.kind("properties").sum("of nothing", " hold"); return nil },
		"no script": func(v *verification) error {
			_, err := v.follow(t.Context(), "code to model", nil, "")
			return err
		},
		"no stored trace": func(v *verification) error { return v.traces(t.Context()) },
	} {
		t.Run(name, func(t *testing.T) {
			v := &verification{out: io.Discard, talk: io.Discard}
			if err := part(v); err != nil {
				t.Fatal(err)
			}
			if len(v.lines) == 0 {
				t.Error("got no line")
			}
			for _, l := range v.lines {
				if l.Verdict != check.Inconclusive {
					t.Errorf("%s: got %q, want inconclusive", l.What, l.Word)
				}
			}
			if v.close() == nil {
				t.Error("got a pass")
			}
		})
	}
}
