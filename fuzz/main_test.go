package fuzz_test

import (
	"fmt"
	"os"
	"testing"

	"tlsresume/fuzz/proof"
)

// TestMain runs the tests, or what fuzz/proof asks this program for in their stead.
func TestMain(m *testing.M) {
	asked, err := proof.Serve(os.Stdout)
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	case !asked:
		m.Run()
	}
}
