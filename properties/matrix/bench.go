package matrix

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"tlsresume/impl/defect"
	"tlsresume/impl/script"
	"tlsresume/impl/sim"
)

// A Bench is what defects are tried against.
type Bench struct {
	Root  string // of the project: its stored traces, and its source for overlays
	Seed  uint64 // of the random cases, and of the probes
	Cases []Case // stored and random
	// Random and Probes are how many random cases an overlay judges itself by, and how many
	// seeds its probes have.
	Random, Probes int
	// Fleets are the probes of fleets that have something between their parts; nil: none.
	// Those that search concurrent histories cannot be reached from here.
	Fleets func(seams func() script.Seams) []Probe
}

// NewBench has the stored traces, and random cases.
func NewBench(ctx context.Context, root string, seed uint64, random, probes int) (*Bench, error) {
	b := &Bench{Root: root, Seed: seed, Random: random, Probes: probes}
	var err error
	if b.Cases, err = Stored(root + "/traces"); err != nil {
		return nil, err
	}
	drawn, err := NewSource(seed).Take(ctx, random)
	b.Cases = append(b.Cases, drawn...)
	return b, err
}

// Try tries a defect. With first it ends once what the defect names has found it; else
// every case is played. The check called model is not tried: the model's own defects are
// found, or not, by exploring it.
func (b *Bench) Try(ctx context.Context, d defect.Defect, first bool) (Row, error) {
	r := Row{Defect: d.Name, Grade: d.Grade()}
	if d.Grade() == defect.Overlay {
		return r, b.overlay(ctx, &r, d)
	}
	fleets := b.fleets(d, first)
	if err := r.Probe(ctx, fleets, b.Seed, b.Probes); err != nil {
		return r, err
	}
	var until []string
	if first {
		until = slices.DeleteFunc(Killers(d), func(check string) bool { return !OnScripts(check) })
	}
	return r, r.Play(ctx, sim.OpenWith(d.Open), b.Cases, until)
}

// fleets are the probes of fleets that have the defect: all, or those that the defect
// names. Concurrent histories are for those that name one: what a decorator remembers
// need not bear more than one goroutine.
func (b *Bench) fleets(d defect.Defect, named bool) []Probe {
	if b.Fleets == nil {
		return nil
	}
	return slices.DeleteFunc(b.Fleets(d.Open), func(p Probe) bool {
		return (named || strings.HasPrefix(p.Check, "linear/")) && !slices.Contains(d.KilledBy, p.Check)
	})
}

// Killers are the checks that must find the defect here.
func Killers(d defect.Defect) (all []string) {
	for _, k := range d.KilledBy {
		if k != Model {
			all = append(all, k)
		}
	}
	return all
}

// Model is the check that the model has a defect of the same name, and finds it.
const Model = "model"

// limit is how long a program with a defect may judge itself.
const limit = 2 * time.Minute

func (b *Bench) overlay(ctx context.Context, r *Row, d defect.Defect) (err error) {
	o, err := NewOverlay(b.Root, d)
	if err != nil {
		return err
	}
	defer func() {
		if failed := o.Close(); err == nil {
			err = failed
		}
	}()
	program, err := o.Build(ctx, "./scripts/tlsresume")
	if err != nil {
		return fmt.Errorf("defect %s: %w", d.Name, err)
	}
	args := []string{
		"defects", "--stock", "--json", "--seed", strconv.FormatUint(b.Seed, 10),
		"--random", strconv.Itoa(b.Random), "--probes", strconv.Itoa(b.Probes),
	}
	if err := r.Judge(ctx, limit, b.Root, program, args...); err != nil {
		return err
	}
	return r.RunTests(ctx, o, d.KilledBy)
}

// Stock tries the implementation as it was compiled against everything.
func (b *Bench) Stock(ctx context.Context, probes []Probe) (Row, error) {
	r := Row{}
	if err := r.Play(ctx, sim.Open, b.Cases, nil); err != nil {
		return r, err
	}
	return r, r.Probe(ctx, probes, b.Seed, b.Probes)
}
