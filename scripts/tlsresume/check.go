package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"tlsresume/model/check"
	"tlsresume/model/resume"
	"tlsresume/properties/conform"
	"tlsresume/traces"
)

type checkOptions struct {
	config, defect string
	list, json     bool
	goals          bool
	limits         check.Limits
}

func newCheckCommand() *cobra.Command {
	var o checkOptions
	c := &cobra.Command{
		Use:   "check",
		Short: "explore the model to the last state",
		Long: `Check explores the stock configurations of the model: every state that they can
reach, every interleaving. It says what it explored, and prints a shortest
counterexample for every invariant that is broken, as a trace on stdout.

Exit codes: 0 holds, 1 broken (or a goal that no state reaches), 3 a limit was hit.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return o.run(c.Context(), c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	f := c.Flags()
	f.BoolVar(&o.list, "list", false, "list configurations, invariants, goals and defects")
	f.StringVar(&o.config, "config", "", "explore only this configuration")
	f.StringVar(&o.defect, "defect", "", "explore with this defect, in the configuration where it is found")
	f.BoolVar(&o.goals, "goals", false, "print the shortest way to each goal as a trace")
	f.BoolVar(&o.json, "json", false, "print the results as JSON")
	f.IntVar(&o.limits.States, "max-states", 0, "stop at so many states (0: no limit)")
	f.IntVar(&o.limits.Depth, "max-depth", 0, "stop at so many actions from the start (0: no limit)")
	f.DurationVar(&o.limits.Time, "max-time", 0, "stop after this time (0: no limit)")
	f.Int64Var(&o.limits.Memory, "max-memory", 0, "stop at so many bytes of stored states (0: no limit)")
	return c
}

func (o checkOptions) run(ctx context.Context, out, talk io.Writer) error {
	if o.list {
		return listModel(out)
	}
	jobs, err := o.jobs()
	if err != nil {
		return usage(err)
	}
	var results []exploration
	for _, j := range jobs {
		x, err := j.explore(ctx, o.limits, talk)
		if err != nil {
			return err
		}
		results = append(results, x)
	}
	if err := o.report(out, talk, results); err != nil {
		return err
	}
	return outcomeOf(results)
}

// A job is a configuration to explore, with a defect or none.
type job struct {
	config resume.Config
	defect *resume.Defect
}

func (o checkOptions) jobs() ([]job, error) {
	var found *resume.Defect
	config := o.config
	if o.defect != "" {
		d, err := pick("defect", o.defect, resume.Defects(), func(d resume.Defect) string { return d.Name })
		if err != nil {
			return nil, err
		}
		found = &d
		if config == "" {
			config = d.Config
		}
	}
	if config == "" {
		var all []job
		for _, c := range resume.Configs() {
			all = append(all, job{config: c})
		}
		return all, nil
	}
	c, err := pick("configuration", config, resume.Configs(), func(c resume.Config) string { return c.Name })
	return []job{{c, found}}, err
}

// pick finds what has a name, or says which names there are.
func pick[T any](what, name string, all []T, nameOf func(T) string) (T, error) {
	var names []string
	for _, t := range all {
		if nameOf(t) == name {
			return t, nil
		}
		names = append(names, nameOf(t))
	}
	var none T
	return none, fmt.Errorf("got the %s %q, want one of %s", what, name, strings.Join(names, ", "))
}

// An exploration is what came of a job.
type exploration struct {
	job
	resume.Report
	took time.Duration
}

func (j job) explore(ctx context.Context, limits check.Limits, talk io.Writer) (exploration, error) {
	begin := time.Now()
	report, err := resume.Check(ctx, j.config, j.defect, check.Options{
		Limits: limits,
		Progress: func(p check.Progress) {
			fmt.Fprintf(talk, "%s: %d states, %d in the queue, %.0f states/s, depth %d\n", j.config.Name, p.States, p.Queue, p.Rate, p.Depth)
		},
	})
	if err == nil {
		err = ctx.Err() // what was interrupted has no verdict
	}
	return exploration{j, report, time.Since(begin)}, err
}

// A summary is an exploration for machines.
type summary struct {
	Config      string            `json:"config"`
	Defect      string            `json:"defect,omitempty"`
	Verdict     string            `json:"verdict"`
	Limit       string            `json:"limit,omitempty"`
	States      int64             `json:"states"`
	Transitions int64             `json:"transitions"`
	Depth       int               `json:"depth"`
	Missed      float64           `json:"probability_missed"`
	Seconds     float64           `json:"seconds"`
	Invariants  []string          `json:"invariants"`
	Goals       map[string]bool   `json:"goals"`
	Broken      map[string]string `json:"broken,omitempty"` // the trace of each
}

func (x exploration) summary() summary {
	s := summary{
		Config: x.config.Name, Verdict: x.Result.Verdict.String(), Limit: x.Result.Limit.Name,
		States: x.Result.States, Transitions: x.Result.Transitions, Depth: x.Result.Depth,
		Missed: x.Result.Missed, Seconds: x.took.Seconds(), Goals: map[string]bool{}, Broken: map[string]string{},
	}
	if x.defect != nil {
		s.Defect = x.defect.Name
	}
	for _, i := range resume.Invariants() {
		s.Invariants = append(s.Invariants, i.Name)
	}
	for _, g := range x.Result.Goals {
		s.Goals[g.Name] = g.Reached
	}
	for _, f := range x.Broken {
		s.Broken[f.Name] = string(traces.Format(f.Trace))
	}
	return s
}

// report prints what was found. Where a counterexample is the result, stdout
// has nothing else.
func (o checkOptions) report(out, talk io.Writer, results []exploration) error {
	if o.json {
		var all []summary
		for _, x := range results {
			all = append(all, x.summary())
		}
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		return e.Encode(all)
	}
	broken := slices.ContainsFunc(results, func(x exploration) bool { return len(x.Broken) > 0 })
	if broken || o.goals {
		explorations(talk, results)
	} else {
		explorations(out, results)
	}
	for _, x := range results {
		if err := o.traces(out, talk, x); err != nil {
			return err
		}
	}
	return nil
}

// traces prints the counterexamples, each once it is on disk, and the ways to
// the goals if they are asked for.
func (o checkOptions) traces(out, talk io.Writer, x exploration) error {
	for _, f := range x.Broken {
		replay, err := conform.Record(x.file(f.Name), f.Trace)
		if err != nil {
			return err
		}
		out.Write(traces.Format(f.Trace))
		fmt.Fprintf(talk, "replay: %s\n", replay)
	}
	for _, g := range x.Goals {
		if o.goals {
			out.Write(traces.Format(g.Trace))
		}
	}
	return nil
}

// explorations prints a line for each exploration, and what broke.
func explorations(out io.Writer, results []exploration) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "configuration\tverdict\tstates\ttransitions\tdepth\tgoals\tmissed\tseconds")
	for _, x := range results {
		r, reached := x.Result, 0
		for _, g := range r.Goals {
			if g.Reached {
				reached++
			}
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d of %d\t%.0e\t%.1f\n", x.name(), r.Verdict, r.States, r.Transitions,
			r.Depth, reached, len(r.Goals), r.Missed, x.took.Seconds())
	}
	w.Flush()
	for _, x := range results {
		x.explain(out)
	}
}

func (x exploration) name() string {
	if x.defect == nil {
		return x.config.Name
	}
	return x.config.Name + " with " + x.defect.Name
}

// file names the trace of what was found.
func (x exploration) file(invariant string) string {
	return "model-" + strings.ReplaceAll(x.name(), " ", "-") + "-" + invariant
}

func (x exploration) explain(out io.Writer) {
	if x.Result.Limit.Name != "" {
		fmt.Fprintf(out, "%s: stopped at a limit: %s\n", x.name(), x.Result.Limit)
	}
	for _, f := range x.Broken {
		fmt.Fprintf(out, "%s: %s is broken: %s\n", x.name(), f.Name, f.Witness)
	}
	for _, g := range x.Result.Goals {
		if !g.Reached && x.Result.Complete {
			fmt.Fprintf(out, "%s: no state reaches the goal %s\n", x.name(), g.Name)
		}
	}
}

func outcomeOf(results []exploration) error {
	has := func(v check.Verdict) bool {
		return slices.ContainsFunc(results, func(x exploration) bool { return x.Result.Verdict == v })
	}
	switch {
	case has(check.Broken):
		return finding(fmt.Errorf("the model breaks"))
	case has(check.Inconclusive):
		return inconclusive(fmt.Errorf("a limit was hit before every state was seen"))
	}
	return nil
}

func listModel(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, c := range resume.Configs() {
		fmt.Fprintf(w, "configuration\t%s\t%s\n", c.Name, c.Shows)
	}
	for _, i := range resume.Invariants() {
		fmt.Fprintf(w, "invariant\t%s\t%s\n", i.Name, i.Rule)
	}
	for _, g := range resume.Goals() {
		fmt.Fprintf(w, "goal\t%s\t%s\n", g.Name, g.Rule)
	}
	for _, d := range resume.Defects() {
		fmt.Fprintf(w, "defect\t%s\tbreaks %s in %s (%s)\n", d.Name, d.Breaks, d.Config, d.Requirement)
	}
	return w.Flush()
}
