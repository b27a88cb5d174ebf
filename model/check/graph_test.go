package check

import (
	"errors"
	"fmt"
	"testing"
)

// ring goes round.
func ring(n int) *Model[int, string] {
	return &Model[int, string]{
		Init:    []int{0},
		Actions: func(_ *int, dst []string) []string { return append(dst, "on", "no") },
		Next: func(s *int, a string, next *int) bool {
			*next = (*s + 1) % n
			return a == "on"
		},
		Encode: func(s *int, dst []byte) []byte { return append(dst, byte(*s)) },
		Decode: func(b []byte, s *int) { *s = int(b[0]) },
	}
}

func drawn(t *testing.T, n, states, depth int) (*Graph, error) {
	t.Helper()
	return Draw(ring(n), states, depth, func(s *int) string { return fmt.Sprintf("<%d>", *s) }, func(a string) string { return a })
}

func TestAGraphIsWritten(t *testing.T) {
	g, err := drawn(t, 2, 2, 0)
	if err != nil {
		t.Fatal(err)
	}
	g.Name = `a "ring"`
	const dot = `digraph "a \"ring\"" {
  node [shape=box];
  n0 [label="<0>"];
  n1 [label="<1>"];
  n0 -> n1 [label="on"];
  n1 -> n0 [label="on"];
}
`
	const mermaid = `flowchart TD
  n0["#lt;0#gt;"]
  n1["#lt;1#gt;"]
  n0 -->|"on"| n1
  n1 -->|"on"| n0
`
	if got := string(Formats["dot"](g)); got != dot {
		t.Errorf("got\n%s\nwant\n%s", got, dot)
	}
	if got := string(Formats["mermaid"](g)); got != mermaid {
		t.Errorf("got\n%s\nwant\n%s", got, mermaid)
	}
}

func TestAGraphHasItsLimits(t *testing.T) {
	if _, err := drawn(t, 9, 8, 0); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v, want %v", err, ErrTooLarge)
	}
	if g, err := drawn(t, 9, 9, 3); err != nil || len(g.Nodes) != 4 || len(g.Edges) != 3 {
		t.Errorf("got %+v, %v, want 4 states", g, err)
	}
	if _, err := Draw(&Model[int, string]{}, 1, 0, nil, nil); err == nil {
		t.Error("got no error for a model without functions")
	}
}
