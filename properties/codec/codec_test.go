package codec

import (
	"testing"

	"pgregory.net/rapid"
)

func TestProperties(t *testing.T) {
	for _, p := range All() {
		t.Run(p.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				if err := p.Check(choices(t)); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}

// choices draws from rapid.
func choices(t *rapid.T) func(int) int {
	return func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "choice") }
}
