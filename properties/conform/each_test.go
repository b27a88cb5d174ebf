package conform

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// The error is that of the first by number, though another one had its own before.
func TestEachGivesTheFirstErrorByNumber(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		errs := []error{errors.New("slow"), errors.New("fast")}
		err := Each(t.Context(), 2, 2, func(i int) error {
			time.Sleep(time.Duration(2-i) * time.Second)
			return errs[i]
		})
		if err != errs[0] {
			t.Errorf("got %v, want %v", err, errs[0])
		}
	})
}

// All are done, each once, and so many at a time.
func TestEachDoesAll(t *testing.T) {
	const n = 60
	for workers, rounds := range map[int]int{1: n, 3: n / 3, 2 * n: 1} {
		synctest.Test(t, func(t *testing.T) {
			var times [n]int
			begun := time.Now()
			err := Each(t.Context(), workers, n, func(i int) error {
				time.Sleep(time.Second)
				times[i]++
				return nil
			})
			if err != nil {
				t.Error(err)
			}
			for i, got := range times {
				if got != 1 {
					t.Errorf("%d workers: %d was done %d times", workers, i, got)
				}
			}
			if got, want := time.Since(begun), time.Duration(rounds)*time.Second; got != want {
				t.Errorf("%d workers: got %v, want %v", workers, got, want)
			}
		})
	}
}

// What stops it leaves what comes behind undone.
func TestEachStops(t *testing.T) {
	wrong := errors.New("wrong")
	for name, want := range map[string]error{"an error": wrong, "the context": context.Canceled} {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var done []int
		err := Each(ctx, 1, 5, func(i int) error {
			done = append(done, i)
			switch {
			case i < 2:
				return nil
			case name == "an error":
				return wrong
			}
			cancel()
			return nil
		})
		if !errors.Is(err, want) || !slices.Equal(done, []int{0, 1, 2}) {
			t.Errorf("%s: got %v behind %v, want %v behind the third", name, err, done, want)
		}
	}
}
