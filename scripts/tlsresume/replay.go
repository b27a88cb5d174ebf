package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"tlsresume/properties/conform"
	"tlsresume/traces"
)

type replayOptions struct {
	on      []string
	named   bool // --on was given: what is missing is then no longer a matter of course
	json    bool
	print   bool
	chart   bool
	update  bool
	timeout time.Duration
	files   evidence
}

func newReplayCommand() *cobra.Command {
	o := replayOptions{files: evidence{}}
	c := &cobra.Command{
		Use:   "replay FILE|FOLDER...",
		Short: "play traces on one or more systems, and say whether their events are the same",
		Long: `Replay plays traces on systems and compares the events with those of the trace.

Systems are impl (the reference implementation), model, stdlib (crypto/tls) and
openssl. A real stack is played twice, as server and as client, against the
reference implementation; --on 'openssl server' is one of both. Verdicts:

  same          the events are those of the trace
  excused       they are, but for what the RFCs leave open and the stack has settled
  differs       they are not                                              (exit 1)
  cannot        the system has no such ability
  missing       the system is not installed                  (exit 3 if it was named)
  inconclusive  no answer in time                                         (exit 3)

A run can be written to a file: --html, --mermaid, --itf, --keylog, --pcapng. A file shows one trace on one system, impl
unless --on names another, and is written whole or not at all. What went over the wires
of a real stack is known as far as our end of each connection knows it. A capture has the secrets in it:
tshark -r FILE -V shows what was protected; -N n says which node it was. A page needs no
other file, and no network.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			o.named = c.Flags().Changed("on")
			if !o.named && len(o.files.wanted()) > 0 {
				o.on = []string{"impl"}
			}
			return o.run(c.Context(), c.OutOrStdout(), args)
		},
	}
	c.Flags().StringSliceVar(&o.on, "on", conform.Names(), "the systems to play on")
	c.Flags().BoolVar(&o.json, "json", false, "print the verdicts as JSON")
	c.Flags().BoolVar(&o.print, "print", false, "print the traces with the events that the systems gave")
	c.Flags().BoolVar(&o.chart, "chart", false, "print what the systems gave as sequence charts, in Mermaid")
	c.Flags().BoolVar(&o.update, "update", false, "rewrite the events of the files with those that the one system of --on gave (impl or model)")
	o.files.flags(c.Flags())
	c.Flags().DurationVar(&o.timeout, "timeout", time.Minute, "for each trace on each system")
	return c
}

func (o replayOptions) run(ctx context.Context, out io.Writer, paths []string) error {
	systems, err := conform.Named(o.on)
	if err != nil {
		return usage(err)
	}
	if o.update && (len(systems) != 1 || systems[0].Role != "") {
		return usage(fmt.Errorf("got --update with %s, want --on impl or --on model", strings.Join(o.on, ",")))
	}
	loaded, err := load(paths)
	if err != nil {
		return usage(err)
	}
	if err := o.files.fits(loaded, systems); err != nil {
		return usage(err)
	}
	watched, run := o.files.record(ctx)
	judged := o.judge(watched, loaded, systems)
	if err := ctx.Err(); err != nil {
		return err
	}
	first := played{loaded[0].trace, judged[0], run}
	if o.update {
		return worse(rewrite(out, loaded, judged), o.files.write(first))
	}
	o.answers(out, judged)
	if err := o.report(out, judged, systems); err != nil {
		return err
	}
	return worse(o.outcome(judged), o.files.write(first))
}

// A file is a trace with the name that it goes by.
type file struct {
	name  string
	trace *traces.Trace
}

func load(paths []string) ([]file, error) {
	names, err := traces.Find(paths...)
	if err != nil {
		return nil, err
	}
	var files []file
	for _, name := range names {
		t, err := traces.Load(name)
		if err != nil {
			return nil, err
		}
		files = append(files, file{name, t})
	}
	return files, nil
}

func (o replayOptions) judge(ctx context.Context, files []file, systems []conform.System) []conform.Judgement {
	var all []conform.Judgement
	for _, f := range files {
		for _, s := range systems {
			ctx, cancel := context.WithTimeout(ctx, o.timeout)
			all = append(all, conform.Judge(ctx, f.name, f.trace, s))
			cancel()
		}
	}
	return all
}

// rewrite writes back what the one system answered, where it is another thing
// than the file has. A file that the system cannot play to its end stays as it
// is.
func rewrite(out io.Writer, files []file, judged []conform.Judgement) error {
	for i, j := range judged {
		switch before := files[i].trace; {
		case j.Got == nil || len(j.Got.Steps) != len(before.Steps):
			return finding(fmt.Errorf("%s: not played to its end, and not rewritten: %s", j.Trace, strings.Join(j.Reasons, "; ")))
		case string(traces.Format(j.Got)) == string(traces.Format(before)):
			continue
		}
		if err := traces.Save(j.Trace, j.Got); err != nil {
			return err
		}
		fmt.Fprintf(out, "rewritten: %s\n", j.Trace)
	}
	return nil
}

// answers prints what the systems answered, if it is asked for.
func (o replayOptions) answers(out io.Writer, judged []conform.Judgement) {
	for _, j := range judged {
		if o.print && j.Got != nil {
			fmt.Fprintf(out, "# %s on %s\n%s\n", j.Trace, player(j), traces.Format(j.Got))
		}
		if o.chart && j.Got != nil {
			fmt.Fprintf(out, "# %s on %s\n%s\n", j.Trace, player(j), traces.Chart(j.Got))
		}
	}
}

func player(j conform.Judgement) string {
	return strings.TrimSpace(j.System + " " + j.Role)
}

func (o replayOptions) report(out io.Writer, judged []conform.Judgement, systems []conform.System) error {
	if o.json {
		return encodeJSON(out, judged)
	}
	table(out, judged, systems)
	explain(out, judged)
	return nil
}

// table has a line for each trace and a column for each system.
func table(out io.Writer, judged []conform.Judgement, systems []conform.System) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprint(w, "trace")
	for _, s := range systems {
		fmt.Fprintf(w, "\t%s", s)
	}
	for i, j := range judged {
		if i%len(systems) == 0 {
			fmt.Fprintf(w, "\n%s", j.Trace)
		}
		fmt.Fprintf(w, "\t%s", j.Verdict)
	}
	fmt.Fprintln(w)
	w.Flush()
}

// explain gives the reasons of all verdicts but "same", each once.
func explain(out io.Writer, judged []conform.Judgement) {
	seen := map[string]bool{}
	for _, j := range judged {
		for _, reason := range j.Reasons {
			line := fmt.Sprintf("%s, %s: %s", player(j), j.Verdict, reason)
			if j.Verdict != conform.Excused && j.Verdict != conform.Missing {
				line = j.Trace + " on " + line
			}
			if !seen[line] {
				seen[line] = true
				fmt.Fprintln(out, line)
			}
		}
	}
}

func (o replayOptions) outcome(judged []conform.Judgement) error {
	count := map[conform.Verdict]int{}
	for _, j := range judged {
		count[j.Verdict]++
	}
	switch {
	case count[conform.Differs] > 0:
		return finding(fmt.Errorf("%d of %d replays differ", count[conform.Differs], len(judged)))
	case count[conform.Inconclusive] > 0:
		return inconclusive(fmt.Errorf("%d of %d replays gave no answer in time", count[conform.Inconclusive], len(judged)))
	case o.named && count[conform.Missing] > 0:
		return inconclusive(fmt.Errorf("%d of %d replays had no system to play on", count[conform.Missing], len(judged)))
	}
	return nil
}
