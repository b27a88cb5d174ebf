// Package campaign runs fuzz targets for seconds or weeks: it shares the time among
// targets and engines, keeps one corpus for all of them, confirms, minimises and writes
// down what they find, and goes on where it was when it is started again.
//
// It is the one package of the fuzzing that looks at a clock.
package campaign

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"tlsresume/fuzz/entries"
)

// An Engine is a fuzzer that runs a target for a slice of time. What it leaves in its work
// folder is the campaign's to harvest, after a slice as after its death.
type Engine interface {
	// Name is that of its folders.
	Name() string
	// Build makes in a folder what Run needs, for all targets.
	Build(ctx context.Context, p Project, into string) error
	// Give hands entries over before a slice. What it has already it may leave as it is.
	Give(work, target string, all [][]byte) error
	// Run fuzzes for a slice, or until the context ends, and tells now and then how far
	// it is. An error is trouble with the engine and not a crasher.
	Run(ctx context.Context, s Slice, tell func(Progress)) (Progress, error)
	// Harvest lists what a work folder holds beyond what was given.
	Harvest(work, target string) (Yield, error)
}

// Engines are those that there are, by the names that a user gives.
func Engines(name string) []Engine {
	switch name {
	case "gofuzz":
		return []Engine{GoFuzz{}}
	case "native":
		return []Engine{Native{}}
	case "both":
		return []Engine{GoFuzz{}, Native{}}
	}
	return nil
}

// A Slice is one run of one engine on one target.
type Slice struct {
	Target string
	Build  string        // the folder that Build filled
	Work   string        // the engine's own, of this target
	Time   time.Duration // how long it lasts
	Execs  uint64        // after how many executions it ends all the same; 0: no matter
	Rate   float64       // the executions per second of the slice before; 0: unknown
	Procs  int
	Given  int // how many entries were handed over
}

// Progress is how far a slice is. An engine that dies takes a few seconds of executions
// with it that it has not told: the count is never more than there were.
type Progress struct {
	Execs    uint64 `json:"execs"`
	Coverage int    `json:"coverage"` // in the engine's own unit
}

// A Yield is what an engine has found.
type Yield struct {
	Entries  []Leaving
	Crashers []Leaving
	Problems []*entries.Problem // files that hold no input, such as one half written
}

// A Leaving is an input with the files that it was read from, which go when it is safe
// elsewhere.
type Leaving struct {
	Data  []byte
	Said  string // of a crasher: what the engine tells about it
	Files []string
}

// read gives what is in a folder, and notes what cannot be used.
func (y *Yield) read(folder string) (all []Leaving, err error) {
	found, problems, err := entries.Read(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range found {
		all = append(all, Leaving{Data: e.Data, Files: []string{e.File}})
	}
	for _, p := range problems {
		if !p.Used {
			y.Problems = append(y.Problems, p)
		}
	}
	return all, err
}
