package check_test

import (
	"context"
	"fmt"

	"tlsresume/model/check"
)

// Two jugs, of 3 and 5 litres, a tap and a sink: can one measure 4 litres?
func Example() {
	type jugs struct{ small, big int }
	pour := map[string]func(jugs) jugs{
		"fill small":  func(j jugs) jugs { return jugs{3, j.big} },
		"fill big":    func(j jugs) jugs { return jugs{j.small, 5} },
		"empty small": func(j jugs) jugs { return jugs{0, j.big} },
		"empty big":   func(j jugs) jugs { return jugs{j.small, 0} },
		"small to big": func(j jugs) jugs {
			n := min(j.small, 5-j.big)
			return jugs{j.small - n, j.big + n}
		},
		"big to small": func(j jugs) jugs {
			n := min(j.big, 3-j.small)
			return jugs{j.small + n, j.big - n}
		},
	}
	result := check.Run(context.Background(), &check.Model[jugs, string]{
		Init: []jugs{{}},
		Actions: func(_ *jugs, dst []string) []string {
			return append(dst, "fill small", "fill big", "empty small", "empty big", "small to big", "big to small")
		},
		Next: func(j *jugs, a string, next *jugs) bool {
			*next = pour[a](*j)
			return true
		},
		Encode: func(j *jugs, dst []byte) []byte { return append(dst, byte(j.small), byte(j.big)) },
		Decode: func(b []byte, j *jugs) { *j = jugs{int(b[0]), int(b[1])} },
		Invariants: []check.Predicate[jugs]{{Name: "no jug overflows", Holds: func(j *jugs) (string, bool) {
			return fmt.Sprint(*j), j.small <= 3 && j.big <= 5
		}}},
		Goals: []check.Goal[jugs]{{Name: "4 litres", Reached: func(j *jugs) bool { return j.big == 4 }}},
	}, check.Options{})

	fmt.Println(result.Verdict, result.States, "states")
	for _, a := range result.Goals[0].Path.Actions {
		fmt.Println(a)
	}
	// Output:
	// holds 16 states
	// fill big
	// big to small
	// empty small
	// big to small
	// fill big
	// big to small
}
