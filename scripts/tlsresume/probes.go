package main

import (
	"slices"

	"tlsresume/properties/matrix"
)

// A layer is the probes of a kind.
type layer struct {
	name   string // in the plural
	probes []matrix.Probe
}

// layers are all probes, by their kinds.
func layers() []layer { return nil }

// probes are all of them.
func probes() (all []matrix.Probe) {
	for _, l := range layers() {
		all = slices.Concat(all, l.probes)
	}
	return all
}
