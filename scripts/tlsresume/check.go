package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"tlsresume/model/adversary"
	"tlsresume/model/check"
	"tlsresume/model/resume"
	"tlsresume/properties/conform"
	"tlsresume/traces"
)

type checkOptions struct {
	config, defect    string
	list, deep, goals bool
	requirements      bool
	json              bool
	graph, order      string
	limits            check.Limits
}

func newCheckCommand() *cobra.Command {
	var o checkOptions
	c := &cobra.Command{
		Use:   "check",
		Short: "explore the model to the last state",
		Long: `Check explores the configurations of the model: every state that they can reach,
every interleaving. It says what it explored. Some configurations are there to
break: they show what goes wrong in their world, and --list says what is expected
of each.

With --config or --defect it prints a shortest counterexample for every invariant
that is broken, as a trace on stdout.

Exit codes: 0 holds (all configurations: each is as expected), 1 broken (or a goal
that no state reaches), 3 a limit was hit, 130 interrupted (what was seen until
then is printed).`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return o.run(c.Context(), c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	f := c.Flags()
	f.BoolVar(&o.list, "list", false, "list configurations with what they show and what is expected, invariants, goals and defects")
	f.BoolVar(&o.requirements, "requirements", false, "list the sentences of the sources, and the invariants that each is tied to")
	f.StringVar(&o.config, "config", "", "explore this configuration alone")
	f.StringVar(&o.defect, "defect", "", "explore with this defect, in the configuration where it is found")
	f.BoolVar(&o.deep, "deep", false, "explore the larger configurations instead of the others")
	f.StringVar(&o.graph, "graph", "", "write the states of --config, or the order of --order, as a graph: dot or mermaid")
	f.StringVar(&o.order, "order", "", "with --graph: the order of messages that this role keeps, client or server")
	f.BoolVar(&o.goals, "goals", false, "print the shortest way to each goal as a trace")
	f.BoolVar(&o.json, "json", false, "print the results as JSON")
	f.IntVar(&o.limits.States, "max-states", 0, "stop at so many states (0: no limit)")
	f.IntVar(&o.limits.Depth, "max-depth", 0, "stop at so many actions from the start (0: no limit)")
	f.DurationVar(&o.limits.Time, "max-time", 0, "stop after this time (0: no limit)")
	f.Int64Var(&o.limits.Memory, "max-memory", 0, "stop at so many bytes of stored states (0: no limit)")
	c.MarkFlagsMutuallyExclusive("deep", "config")
	c.MarkFlagsMutuallyExclusive("deep", "defect")
	return c
}

func (o checkOptions) run(ctx context.Context, out, talk io.Writer) error {
	switch {
	case o.list:
		return listModel(out)
	case o.graph != "" || o.order != "":
		return o.draw(out)
	}
	if o.requirements {
		return listRequirements(out, o.json)
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
		if results = append(results, x); x.interrupted() {
			break
		}
	}
	if err := o.report(out, talk, results); err != nil {
		return err
	}
	if n := len(results); n > 0 && results[n-1].interrupted() {
		fmt.Fprintf(talk, "interrupted in configuration %d of %d\n", n, len(jobs))
		return context.Canceled
	}
	return o.outcome(results)
}

// A job is a configuration to explore, with a defect or none.
type job struct {
	config configuration
	defect *mistake
}

// one says whether the user asks about a single world, rather than whether all are
// as expected.
func (o checkOptions) one() bool { return o.config != "" || o.defect != "" }

func (o checkOptions) jobs() ([]job, error) {
	var defect *mistake
	config := o.config
	if o.defect != "" {
		var err error
		if defect, err = mistakeNamed(o.defect, config); err != nil {
			return nil, err
		}
		if config == "" {
			config = defect.config
		}
	}
	if config != "" {
		c, err := configurationNamed(config)
		return []job{{c, defect}}, err
	}
	var all []job
	for _, c := range configurations() {
		if c.deep == o.deep {
			all = append(all, job{config: c})
		}
	}
	return all, nil
}

func configurationNamed(name string) (configuration, error) {
	return pick("configuration", name, configurations(), func(c configuration) string { return c.name })
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
	found
	took time.Duration
}

func (j job) explore(ctx context.Context, limits check.Limits, talk io.Writer) (exploration, error) {
	begin := time.Now()
	f, err := j.config.explore(ctx, j.defect, check.Options{
		Limits:   limits,
		Progress: func(p check.Progress) { j.tell(talk, p) },
	})
	return exploration{j, f, time.Since(begin)}, err
}

// tell prints how far the exploration is.
func (j job) tell(talk io.Writer, p check.Progress) {
	fmt.Fprintf(talk, "%s: %d states, %d in the queue, %.0f states/s, depth %d\n", j.config.name, p.States, p.Queue, p.Rate, p.Depth)
}

// interrupted says whether the user ended it: there is no verdict then, but what was
// seen was seen.
func (x exploration) interrupted() bool { return x.Limit.Name == "interrupted" }

// asExpected says whether the world is what the configuration says of it; a
// mistake is there to be found.
func (x exploration) asExpected() bool {
	if x.defect != nil {
		return x.shows(x.defect.breaks)
	}
	return x.config.expected(x.found)
}

// verdict is the verdict in words, with what was broken if that is as it should be.
func (x exploration) verdict() string {
	switch {
	case x.interrupted():
		return "interrupted"
	case x.Verdict == check.Broken && x.asExpected():
		return "broken as expected"
	}
	return x.Verdict.String()
}

// A summary is an exploration for machines.
type summary struct {
	Config      string            `json:"config"`
	Defect      string            `json:"defect,omitempty"`
	Verdict     string            `json:"verdict"`
	Expected    bool              `json:"as_expected"`
	Limit       string            `json:"limit,omitempty"`
	Bounds      string            `json:"bounds"`
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
		Config: x.config.name, Verdict: x.Verdict.String(), Expected: x.asExpected(), Limit: x.Limit.Name, Bounds: x.config.bounds,
		States: x.States, Transitions: x.Transitions, Depth: x.Depth,
		Missed: x.Missed, Seconds: x.took.Seconds(), Invariants: x.config.invariants,
		Goals: map[string]bool{}, Broken: map[string]string{},
	}
	if x.defect != nil {
		s.Defect = x.defect.name
	}
	for _, g := range x.goals {
		s.Goals[g.Name] = true
	}
	for _, name := range x.missed {
		s.Goals[name] = false
	}
	for _, f := range x.broken {
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
		return encodeJSON(out, all)
	}
	if o.goals || slices.ContainsFunc(results, o.counters) {
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

// counters says whether the counterexamples of an exploration are to be printed:
// when it was asked for by name, or is not as expected.
func (o checkOptions) counters(x exploration) bool {
	return len(x.broken) > 0 && (o.one() || !x.asExpected())
}

// traces prints the counterexamples, each once it is on disk, and the ways to
// the goals if they are asked for.
func (o checkOptions) traces(out, talk io.Writer, x exploration) error {
	for _, f := range x.broken {
		if !o.counters(x) {
			break
		}
		replay, err := conform.Record(x.file(f.Name), f.Trace)
		if err != nil {
			return err
		}
		out.Write(traces.Format(f.Trace))
		fmt.Fprintf(talk, "replay: %s\n", replay)
	}
	for _, g := range x.goals {
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
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d of %d\t%.0e\t%.1f\n", x.name(), x.verdict(), x.States, x.Transitions,
			x.Depth, len(x.goals), len(x.goals)+len(x.missed), x.Missed, x.took.Seconds())
	}
	w.Flush()
	for _, x := range results {
		x.explain(out)
		if len(results) == 1 && x.Verdict == check.Holds {
			fmt.Fprintf(out, "%s: within these bounds: %s\n", x.name(), x.config.bounds)
		}
	}
}

func (x exploration) name() string {
	if x.defect == nil {
		return x.config.name
	}
	return x.config.name + " with " + x.defect.name
}

// file names the trace of what was found.
func (x exploration) file(invariant string) string {
	return "model-" + strings.ReplaceAll(x.name(), " ", "-") + "-" + invariant
}

func (x exploration) explain(out io.Writer) {
	if x.Limit.Name != "" && !x.interrupted() {
		fmt.Fprintf(out, "%s: stopped at a limit: %s\n", x.name(), x.Limit)
	}
	for _, f := range x.broken {
		fmt.Fprintf(out, "%s: %s is broken: %s\n", x.name(), f.Name, f.Witness)
	}
	for _, name := range x.missed {
		if x.Complete {
			fmt.Fprintf(out, "%s: no state reaches the goal %s\n", x.name(), name)
		}
	}
}

// outcome is what the command ends with: of one world what is true of it, of all of
// them whether each is as expected.
func (o checkOptions) outcome(results []exploration) error {
	wrong := slices.ContainsFunc(results, func(x exploration) bool {
		return x.Verdict == check.Broken && (o.one() || !x.asExpected())
	})
	unexpected := slices.ContainsFunc(results, func(x exploration) bool {
		return x.Verdict == check.Holds && !x.asExpected()
	})
	limited := slices.ContainsFunc(results, func(x exploration) bool { return x.Verdict == check.Inconclusive })
	switch {
	case wrong:
		return finding(fmt.Errorf("the model breaks"))
	case unexpected:
		return finding(fmt.Errorf("the model holds where it is expected to break"))
	case limited:
		return inconclusive(fmt.Errorf("a limit was hit before every state was seen"))
	}
	return nil
}

func listModel(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, c := range configurations() {
		fmt.Fprintf(w, "configuration\t%s\t%s\t%s\n", c.name, c.expectation(), c.shows)
	}
	for _, i := range resume.Invariants() {
		fmt.Fprintf(w, "invariant\t%s\t\t%s\n", i.Name, i.Rule)
	}
	for _, i := range adversary.Invariants() {
		fmt.Fprintf(w, "invariant\t%s\t\t%s\n", i.Name, i.Rule)
	}
	for _, g := range resume.Goals() {
		fmt.Fprintf(w, "goal\t%s\t\t%s\n", g.Name, g.Rule)
	}
	for _, g := range adversary.Goals() {
		fmt.Fprintf(w, "goal\t%s\t\t%s\n", g.Name, g.Rule)
	}
	for _, m := range mistakes() {
		fmt.Fprintf(w, "defect\t%s\tbreaks %s\tin %s (%s)\n", m.name, m.breaks, m.config, m.requirement)
	}
	return w.Flush()
}
