package fuzz

import (
	"fmt"
	"testing"
)

// What is remembered is what was done, once, and never too much of it.
func TestTheMemoryIsBounded(t *testing.T) {
	m := &memory{came: map[string]any{}}
	for i := range 3 * maxRemembered {
		name := fmt.Sprint(i)
		if got := m.Recall(name, func() any { return i }); got != i {
			t.Fatalf("%s: got %v, want %d", name, got, i)
		}
		if got := m.Recall(name, func() any { return -1 }); got != i {
			t.Fatalf("%s: got %v again, want %d", name, got, i)
		}
		if len(m.came) > maxRemembered {
			t.Fatalf("got %d operations, want %d at most", len(m.came), maxRemembered)
		}
	}
}
