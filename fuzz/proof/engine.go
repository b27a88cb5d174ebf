// Package proof shows what the fuzzing is worth: how long an engine takes to find a
// defect that is known, beside a loop that knows nothing of coverage, and what a target
// costs an engine beside one that does nothing.
package proof

import (
	"path/filepath"

	"tlsresume/fuzz/campaign"
)

// An Engine is one of a campaign's, as a process that the tally of its target is read of.
type Engine struct {
	campaign.Engine
	// command runs a target, with a worker, until it finds something or is ended.
	command func(build, work, target string) []string
}

// Engines are those that take what they find from what they reach.
var Engines = []Engine{
	{campaign.GoFuzz{}, func(build, work, target string) []string {
		return []string{filepath.Join(build, "go-fuzz"), "-bin", filepath.Join(build, "fuzz.zip"), "-func", "Fuzz" + target,
			"-workdir", work, "-procs", "1", "-minimize", "1s"}
	}},
	{campaign.Native{}, func(build, work, target string) []string {
		return []string{filepath.Join(build, "fuzz.test"), "-test.run=^$", "-test.fuzz=^Fuzz" + target + "$",
			"-test.fuzzcachedir=" + filepath.Join(work, "cache"), "-test.fuzzminimizetime=200x", "-test.parallel=1"}
	}},
}
