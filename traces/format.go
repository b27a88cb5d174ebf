package traces

import (
	"bytes"
	"fmt"
)

// Format prints a trace in its one spelling.
func Format(t *Trace) []byte {
	var b bytes.Buffer
	t.Header.format(&b)
	for _, s := range t.Steps {
		fmt.Fprintf(&b, "%s\n", s.Command)
		for _, e := range s.Events {
			fmt.Fprintf(&b, "  %s\n", e)
		}
	}
	return b.Bytes()
}

func (h Header) format(b *bytes.Buffer) {
	fmt.Fprintf(b, "rule: %s\nfrom: %s\n", h.Rule, h.From)
	for _, n := range h.Notes {
		fmt.Fprintf(b, "note: %s\n", n)
	}
	for _, n := range h.Servers {
		fmt.Fprintf(b, "server %s\n", n)
	}
	for _, n := range h.Clients {
		fmt.Fprintf(b, "client %s\n", n)
	}
	if h.Adversary != "" {
		fmt.Fprintf(b, "adversary %s\n", h.Adversary)
	}
	fmt.Fprintf(b, "seed: %d\n\n", h.Seed)
}
