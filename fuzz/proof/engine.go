// Package proof shows what the fuzzing is worth: how long an engine takes to find a
// defect that is known, beside a loop that knows nothing of coverage, and what a target
// costs an engine beside one that does nothing.
package proof

import (
	"path/filepath"

	"tlsresume/fuzz/campaign"
)

// An Engine is one that a campaign has, or the loop beside them, as a process that the tally
// of its target is read of.
type Engine struct {
	campaign.Engine
	name string
	// command runs a target, with a worker, until it finds something or is ended, and what
	// its environment has.
	command func(build, work, target string) (args, environment []string)
}

// Name is that of the campaign's engine, or blind.
func (e Engine) Name() string { return e.name }

// Engines are those that take what they change from what it reaches.
func Engines() []Engine { return All[:2] }

// All are the engines, and the loop that is blind.
var All = []Engine{
	{campaign.GoFuzz{}, "gofuzz", func(build, work, target string) ([]string, []string) {
		return []string{filepath.Join(build, "go-fuzz"), "-bin", filepath.Join(build, "fuzz.zip"), "-func", "Fuzz" + target,
			"-workdir", work, "-procs", "1", "-minimize", campaign.Minimise}, nil
	}},
	{campaign.Native{}, "native", func(build, work, target string) ([]string, []string) {
		return []string{testProgram(build), "-test.run=^$", "-test.fuzz=^Fuzz" + target + "$",
			"-test.fuzzcachedir=" + filepath.Join(work, "cache"), "-test.fuzzminimizetime=200x", "-test.parallel=1"}, nil
	}},
	{campaign.Native{}, "blind", func(build, _, target string) ([]string, []string) {
		return []string{testProgram(build)}, []string{ServeVariable + "=blind " + target + " 1"}
	}},
}

func testProgram(build string) string { return filepath.Join(build, "fuzz.test") }
