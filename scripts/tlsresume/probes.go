package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"tlsresume/impl/script"
	"tlsresume/properties/codec"
	"tlsresume/properties/linear"
	"tlsresume/properties/matrix"
	"tlsresume/properties/metamorphic"
)

// A layer is the probes of a kind.
type layer struct {
	name   string // in the plural
	probes []matrix.Probe
}

// layers are all probes, by their kinds.
func layers() []layer {
	return []layer{
		{"codecs", codecs()},
		{"concurrent histories", histories(linear.All())},
		{"metamorphic relations", relations(func() script.Seams { return script.Seams{} })},
		{"fuzz targets", targets()},
	}
}

// probes are all of them.
func probes() (all []matrix.Probe) {
	for _, l := range layers() {
		all = slices.Concat(all, l.probes)
	}
	return all
}

// fleets are the probes of fleets that have something between their parts.
func fleets(seams func() script.Seams) []matrix.Probe {
	return slices.Concat(histories(linear.Of(seams)), relations(seams))
}

// relations are between runs that are to be alike.
func relations(seams func() script.Seams) (all []matrix.Probe) {
	for _, r := range metamorphic.All() {
		all = append(all, matrix.Probe{Check: "metamorphic/" + r.Name, Run: func(ctx context.Context, seed uint64) error {
			_, err := r.Check(ctx, seams, seed)
			return err
		}})
	}
	return all
}

// histories are what must be linearizable.
func histories(checks []linear.Check) (all []matrix.Probe) {
	for _, c := range checks {
		all = append(all, matrix.Probe{Check: "linear/" + c.Name, Run: func(ctx context.Context, seed uint64) error {
			r, err := c.Run(ctx, seed)
			if err != nil {
				return err
			}
			if err = r.Err(); errors.Is(err, linear.ErrInconclusive) {
				return fmt.Errorf("%w: %w", matrix.ErrUnknown, err)
			}
			return err
		}})
	}
	return all
}

// codecs are what holds of every encoding.
func codecs() (all []matrix.Probe) {
	for _, p := range codec.All() {
		all = append(all, matrix.Probe{Check: "codec/" + p.Name, Run: func(_ context.Context, seed uint64) error {
			return p.Check(rand.New(rand.NewPCG(seed, 0)).IntN)
		}})
	}
	return all
}
