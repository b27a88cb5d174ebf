package conform

import (
	"context"
	"fmt"
	"io"

	"tlsresume/model/resume"
	"tlsresume/traces"
)

// Small is how many states a configuration has at most that Cover explores by default: a
// few seconds for all of these, and half a minute for all that are not Deep.
const Small = 12_500

// Cover covers the transitions of the stock configurations of the model that have so many
// states at most, but for Deep ones; 0 is any number.
func Cover(ctx context.Context, states int64) ([]*resume.Covering, error) {
	var configs []resume.Config
	for _, c := range resume.Configs() {
		if !c.Deep && (states == 0 || c.States <= states) {
			configs = append(configs, c)
		}
	}
	all := make([]*resume.Covering, len(configs))
	err := Each(ctx, 0, len(configs), func(i int) (err error) {
		all[i], err = resume.Cover(ctx, configs[i])
		return err
	})
	return all, err
}

// Tally writes a line for each covering, and one for all.
func Tally(w io.Writer, all []*resume.Covering) {
	transitions, paths, commands := 0, 0, 0
	for _, c := range all {
		fmt.Fprintf(w, "%-40s %4d transitions %4d paths %5d commands\n", c.Config, c.Transitions, len(c.Paths), c.Commands())
		transitions, paths, commands = transitions+c.Transitions, paths+len(c.Paths), commands+c.Commands()
	}
	fmt.Fprintf(w, "%-40s %4d transitions %4d paths %5d commands\n", "all", transitions, paths, commands)
}

// inFlights is a path in which whole flights are delivered, as the model answers it: real
// connections do not count their records.
func inFlights(ctx context.Context, path *traces.Trace) (*traces.Trace, error) {
	t := &traces.Trace{Header: path.Header}
	for _, step := range path.Steps {
		c := step.Command
		if c.Verb == "deliver" {
			c.Args = c.Args[:1]
		}
		if n := len(t.Steps); n > 0 && c.Verb == "deliver" && t.Steps[n-1].Command.String() == c.String() {
			continue
		}
		t.Steps = append(t.Steps, traces.Step{Command: c})
	}
	return traces.Run(ctx, model, t)
}
