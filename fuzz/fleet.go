package fuzz

import (
	"context"
	"errors"
	"slices"

	"tlsresume/impl/sim"
	"tlsresume/properties"
	"tlsresume/properties/conform"
	"tlsresume/traces"
)

// fleets are the targets whose commands are those of traces.
var fleets = []Target{{
	Name: "Fleet", About: "commands to clients, servers, the network between them, their operator and the clock",
	Judge: fleet, Grammar: commands{}, Trace: fleetTrace, Script: fleetScript,
}}

// fleet plays the commands on the simulator and follows them with the model: it must have
// allowed what the ends did, and no property may be broken. An input in which a handshake
// is completed is worth keeping.
func fleet(data []byte) (bool, error) {
	t := fleetTrace(data)
	if len(t.Steps) == 0 {
		return false, nil
	}
	got, err := conform.FollowOn(context.Background(), t, sim.OpenWith(seams))
	if err != nil {
		return false, &Violation{checkOf(err), err}
	}
	return slices.ContainsFunc(got.Steps, func(s traces.Step) bool {
		return slices.ContainsFunc(s.Events, func(e traces.Event) bool { return e.Mark == traces.Agreed })
	}), nil
}

// checkOf names the check that a run broke.
func checkOf(err error) string {
	if broken, ok := errors.AsType[*properties.Violation](err); ok {
		return "property/" + broken.Property.Name
	}
	if _, ok := errors.AsType[*conform.Panic](err); ok {
		return "panic"
	}
	return "conformance"
}
