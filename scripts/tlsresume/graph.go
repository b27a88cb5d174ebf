package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"tlsresume/model/check"
	"tlsresume/model/resume"
)

// drawable is how many states a graph may have unless --max-states says so.
const drawable = 500

// draw writes a graph.
func (o checkOptions) draw(out io.Writer) error {
	write, ok := check.Formats[o.graph]
	if !ok {
		return usage(fmt.Errorf("got --graph %q, want one of %s", o.graph, strings.Join(slices.Sorted(maps.Keys(check.Formats)), ", ")))
	}
	g, err := o.pictured()
	if errors.Is(err, check.ErrTooLarge) {
		return exitError{codeInconclusive, err, "--max-depth draws the first steps alone, --max-states allows more"}
	}
	if err != nil {
		return usage(err)
	}
	_, err = out.Write(write(g))
	return err
}

// pictured is the graph that is asked for.
func (o checkOptions) pictured() (*check.Graph, error) {
	switch {
	case o.limits.States < 0 || o.limits.Depth < 0:
		return nil, fmt.Errorf("got --max-states %d --max-depth %d, want 0 or more", o.limits.States, o.limits.Depth)
	case (o.config == "") == (o.order == ""):
		return nil, fmt.Errorf("got --config %q and --order %q, want one of them", o.config, o.order)
	case o.order == "":
		c, err := pick("configuration of the fleet's model", o.config, resume.Configs(), func(c resume.Config) string { return c.Name })
		if err != nil {
			return nil, err
		}
		states := o.limits.States
		if states == 0 {
			states = drawable
		}
		return resume.Draw(c, states, o.limits.Depth)
	}
	roles := []resume.Side{resume.Client, resume.Server}
	role, err := pick("role", o.order, roles, resume.Side.String)
	return resume.Order(role), err
}
