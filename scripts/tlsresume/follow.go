package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tlsresume/model/resume"
	"tlsresume/traces"
)

type followOptions struct {
	json   bool
	bounds resume.Bounds
}

func newFollowCommand() *cobra.Command {
	o := followOptions{bounds: resume.DefaultBounds}
	c := &cobra.Command{
		Use:   "follow FILE|FOLDER...",
		Short: "say whether the model allows what a run did",
		Long: `Follow says whether the model allows what a run did, and if not at which event,
what it would have allowed, and which rule was false.

A file is a trace of any system, or a log: a trace without its commands, which any
stack's output can be turned into (go doc tlsresume/traces.Log). Where the RFCs leave
an end a choice (--liberties lists them), the model goes the way that the events
show. The commands of a log are searched for: what is delivered when, who dials, and,
where an event asks for it, so many unseen commands of the applications, the operator
or the clock right before it.

Exit codes: 0 allowed, 1 not allowed, 2 bad input, 3 the bound was hit or the model
cannot be such a world.`,
		Args: cobra.ArbitraryArgs,
	}
	f := c.Flags()
	list := f.Bool("liberties", false, "list the choices that the RFCs leave to an end, with their sentences")
	f.BoolVar(&o.json, "json", false, "print the verdicts as JSON")
	f.IntVar(&o.bounds.Unseen, "unseen", o.bounds.Unseen, "how many commands of a log may go unseen before an event")
	f.IntVar(&o.bounds.States, "max-states", o.bounds.States, "how many states to look at, for each log")
	c.RunE = func(c *cobra.Command, args []string) error {
		switch {
		case *list:
			return listLiberties(c.OutOrStdout())
		case len(args) == 0:
			return usage(errors.New("got no file, want one or more"))
		case o.bounds.Unseen < 0 || o.bounds.States < 1:
			return usage(fmt.Errorf("got --unseen %d --max-states %d, want 0 or more and 1 or more", o.bounds.Unseen, o.bounds.States))
		}
		return o.run(c.Context(), c.OutOrStdout(), args)
	}
	return c
}

func listLiberties(out io.Writer) error {
	for _, l := range resume.Liberties() {
		fmt.Fprintf(out, "%s\t%s\t%s\n", l.Of, l.Name, l.Cites)
	}
	return nil
}

// A followed is the verdict on a file.
type followed struct {
	File      string            `json:"file"`
	Verdict   string            `json:"verdict"`
	Unseen    []string          `json:"unseen,omitempty"` // the commands that a log is explained by
	Departure *resume.Departure `json:"departure,omitempty"`
	Reason    string            `json:"reason,omitempty"`
}

// The verdicts.
const (
	allowed      = "allowed"
	notAllowed   = "not allowed"
	undetermined = "inconclusive"
	impossible   = "cannot" // the model cannot be such a world
)

func (o followOptions) run(ctx context.Context, out io.Writer, paths []string) error {
	files, err := traces.Find(paths...)
	if err != nil {
		return usage(err)
	}
	var all []followed
	for _, file := range files {
		v, err := o.follow(ctx, file)
		if err != nil {
			return err
		}
		all = append(all, v)
	}
	if err := o.report(out, all); err != nil {
		return err
	}
	has := func(verdict string) bool {
		return slices.ContainsFunc(all, func(v followed) bool { return v.Verdict == verdict })
	}
	switch {
	case has(notAllowed):
		return finding(errors.New("the model does not allow what a run did"))
	case has(undetermined), has(impossible):
		return inconclusive(errors.New("of some runs nothing is known"))
	}
	return nil
}

func (o followOptions) follow(ctx context.Context, file string) (followed, error) {
	v := followed{File: file, Verdict: allowed}
	text, err := os.ReadFile(file)
	if err != nil {
		return v, usage(err)
	}
	if traces.IsLog(text) {
		err = o.log(ctx, &v, text)
	} else {
		err = v.trace(ctx, text)
	}
	switch {
	case ctx.Err() != nil:
		return v, ctx.Err()
	case errors.Is(err, resume.ErrBound):
		v.Verdict, v.Reason = undetermined, err.Error()
		return v, nil
	case errors.Is(err, traces.ErrCannot):
		v.Verdict, v.Reason = impossible, err.Error()
		return v, nil
	case errors.As(err, new(*traces.SyntaxError)):
		return v, usage(err) // which names the file
	case err != nil:
		return v, usage(fmt.Errorf("%s: %w", file, err))
	}
	if v.Departure != nil {
		v.Verdict = notAllowed
	}
	return v, nil
}

func (o followOptions) log(ctx context.Context, v *followed, text []byte) error {
	l, err := traces.ParseLog(v.File, text)
	if err != nil {
		return err
	}
	v.Unseen, v.Departure, err = resume.FollowLog(ctx, l, o.bounds)
	return err
}

func (v *followed) trace(ctx context.Context, text []byte) error {
	t, err := traces.Parse(v.File, text)
	if err != nil {
		return err
	}
	v.Departure, err = resume.Follow(ctx, t)
	return err
}

func (o followOptions) report(out io.Writer, all []followed) error {
	if o.json {
		return encodeJSON(out, all)
	}
	for _, v := range all {
		fmt.Fprintf(out, "%s: %s", v.File, v.Verdict)
		if len(v.Unseen) > 0 {
			fmt.Fprintf(out, ", if unseen: %s", strings.Join(v.Unseen, "; "))
		}
		if v.Reason != "" {
			fmt.Fprintf(out, ": %s", v.Reason)
		}
		fmt.Fprintln(out)
		if v.Departure != nil {
			fmt.Fprintln(out, v.Departure)
		}
	}
	return nil
}
