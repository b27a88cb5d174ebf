package main

import (
	"maps"
	"slices"
	"testing"
)

// Every value of a policy flag is explained, and nothing else is.
func TestPoliciesAreExplained(t *testing.T) {
	flags := slices.Concat(endPolicies, serverPolicies)
	if len(meanings) != len(flags) {
		t.Errorf("got meanings of %d flags, want of %d", len(meanings), len(flags))
	}
	for _, f := range flags {
		got := slices.Sorted(maps.Keys(meanings[f.name]))
		if want := slices.Sorted(maps.Keys(f.of)); !slices.Equal(got, want) {
			t.Errorf("--%s: got meanings of %v, want of %v", f.name, got, want)
		}
	}
	if got := execute(t.Context(), newRootCommand(), "help", "policies"); got.code != 0 {
		t.Errorf("got exit code %d: %s", got.code, got.talk)
	}
}
