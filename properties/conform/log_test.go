package conform

import (
	"path/filepath"
	"slices"
	"testing"

	"tlsresume/model/resume"
	"tlsresume/traces"
)

// logOf is what a trace tells without its commands.
func logOf(t *traces.Trace) *traces.Log {
	l := &traces.Log{Header: t.Header}
	for i, step := range t.Steps {
		for _, e := range step.Events {
			l.Lines = append(l.Lines, traces.LogLine{Event: e, Line: i + 1})
		}
	}
	return l
}

// What real stacks do, the model allows as it is: what they settle otherwise than a
// header asks needs no excuse, since the RFCs leave it to them.
func TestTheModelFollowsRealStacks(t *testing.T) {
	for file, want := range stored(t, "figures") {
		if cannot[filepath.Base(file)] != "" {
			continue // an end misbehaves
		}
		for _, s := range systems(t, "stdlib", "openssl") {
			t.Run(s.String()+"/"+filepath.Base(file), func(t *testing.T) {
				here(t, s)
				header, _ := excuse(want.Header, s)
				got, err := traces.Run(t.Context(), s.Open, &traces.Trace{Header: header, Steps: want.Steps})
				if err != nil {
					t.Fatal(err)
				}
				got.Header = want.Header // as if nothing were known of the stack
				l := logOf(got)
				_, d, err := resume.FollowLog(t.Context(), l, resume.DefaultBounds)
				if d != nil || err != nil {
					t.Errorf("%v %v\n%s", d, err, traces.Format(got))
				}
				i := slices.IndexFunc(l.Lines, func(l traces.LogLine) bool { return l.Event.What == "ServerKeyExchange" })
				l.Lines = slices.Delete(l.Lines, i, i+1)
				if _, d, err = resume.FollowLog(t.Context(), l, resume.DefaultBounds); d == nil || err != nil {
					t.Errorf("got %v, %v without the ServerKeyExchange, want a departure", d, err)
				}
			})
		}
	}
}
