// Package matrix shows that the verification finds what is wrong: each defect
// is played, and what notices is listed. The stock implementation must be
// noticed by nothing, each defect by what it names.
package matrix

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"tlsresume/impl/defect"
	"tlsresume/impl/handshake"
	"tlsresume/impl/sim"
	"tlsresume/properties"
	"tlsresume/traces"
)

// A Kill is what noticed a defect of the implementation.
type Kill struct {
	Defect     defect.Defect
	Properties []string      // that were broken, by name
	Aborts     int           // handshakes that an honest client refused, and that are not refused without the defect
	Runs       int           // how many scripts were played
	Cannot     int           // how many could not be
	Trace      *traces.Trace // the first run that broke one of them
}

// Err says what is missing from the kill, or nil: each property that the defect
// names must have noticed it.
func (k Kill) Err() error {
	for _, name := range k.Defect.KilledBy {
		if !slices.Contains(k.Properties, name) {
			return fmt.Errorf("defect %s: property %s did not find it in %d runs", k.Defect.Name, name, k.Runs)
		}
	}
	if len(k.Defect.KilledBy) == 0 {
		return fmt.Errorf("defect %s: names nothing that must find it", k.Defect.Name)
	}
	return nil
}

// Play runs the commands of scripts with a defect in every server.
func Play(ctx context.Context, d defect.Defect, scripts []*traces.Trace) (Kill, error) {
	k := Kill{Defect: d}
	for _, script := range scripts {
		got, stock, err := twice(ctx, d.Policy, script)
		if errors.Is(err, traces.ErrCannot) {
			k.Cannot++
			continue
		}
		if err != nil {
			return k, err
		}
		k.Runs++
		k.Aborts += max(0, clientAborts(got)-clientAborts(stock))
		for _, name := range brokenBy(got, stock) {
			if !slices.Contains(k.Properties, name) {
				k.Properties = append(k.Properties, name)
			}
			if k.Trace == nil {
				k.Trace = got
			}
		}
	}
	slices.Sort(k.Properties)
	return k, nil
}

// brokenBy names the properties that a run breaks and its like without the
// defect does not: a script may make an end misbehave by itself.
func brokenBy(got, stock *traces.Trace) []string {
	var names, before []string
	for _, v := range properties.Check(stock) {
		before = append(before, v.Property.Name)
	}
	for _, v := range properties.Check(got) {
		if !slices.Contains(before, v.Property.Name) {
			names = append(names, v.Property.Name)
		}
	}
	return names
}

// twice plays a script with the defect and without.
func twice(ctx context.Context, change func(*handshake.Policy), script *traces.Trace) (got, stock *traces.Trace, err error) {
	if got, err = traces.Run(ctx, sim.OpenDefective(change), script); err != nil {
		return nil, nil, err
	}
	stock, err = traces.Run(ctx, sim.Open, script)
	return got, stock, err
}

// clientAborts counts the handshakes that a client gave up.
func clientAborts(t *traces.Trace) int {
	n := 0
	for _, c := range properties.NewRun(t).Conns {
		if slices.ContainsFunc(c.Client, func(e traces.Event) bool { return e.Mark == traces.Aborted }) {
			n++
		}
	}
	return n
}
