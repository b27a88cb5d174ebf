package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"tlsresume/fuzz/campaign"
)

// A fuzzRun is what the command is told.
type fuzzRun struct {
	time, slice time.Duration
	execs, seed uint64
	engine      string
	folder      string
	procs       int
	json        bool
	share       string
	farm
}

func newFuzzRunCommand() *cobra.Command {
	var r fuzzRun
	c := &cobra.Command{
		Use:   "run [TARGET...|all]",
		Short: "run a fuzz campaign, or go on with one",
		Long: `Run shares the time among the targets and the engines: who had the least comes next, and
a slice that brought new paths counts half. Both engines work on one corpus.

A finding is run again three times in processes of its own, made small command by
command, written to the folder and then told; the campaign goes on. One that does not
fail each time is kept and called flaky. The same check broken by the same kinds of
commands is the same finding, and is counted.

The folder holds all there is: corpus/, findings/, campaign.json (what was executed, over
all starts), log.jsonl. A campaign that was interrupted or killed goes on where it was when
it is started again with the same folder; executions that an engine had not told yet, some
seconds of them, are not counted. Stored seeds (corpus/ of the project) are read, and
never written.

With --share any number of campaigns, of either engine and on any machine that has the
folder, give it what it lacks and take what they lack, after each slice; nothing in
it is changed or taken away. What is taken is judged, and then run by the engines.

` + farmHelp + `

The engines draw their own randomness: a campaign is not repeatable, its findings are.
--seed draws which of the targets come first. Without --for and --execs it runs until
it is interrupted.

Exit codes: 0 no finding is in the folder, 1 there is one, 2 usage, 3 what a campaign needs
is missing (a compiler, a disk, the time for every target), 130 interrupted.`,
		Args: cobra.ArbitraryArgs,
	}
	f := c.Flags()
	f.DurationVar(&r.time, "for", 0, "how long, such as 48h; 0: no limit")
	f.Uint64Var(&r.execs, "execs", 0, "end when each target has had so many executions, over all starts; 0: no limit")
	f.DurationVar(&r.slice, "slice", time.Minute, "how long one engine is on one target at most")
	f.StringVar(&r.engine, "engine", "both", "gofuzz, native or both")
	f.Uint64Var(&r.seed, "seed", 1, "draws which targets come first")
	f.StringVar(&r.folder, "folder", ".fuzz", "the campaign's folder")
	f.IntVar(&r.procs, "procs", runtime.GOMAXPROCS(0), "how many workers an engine has")
	f.StringVar(&r.share, "share", "", "a folder through which campaigns exchange entries, TARGET/NAME; it must be there")
	f.BoolVar(&r.json, "json", false, "print events as lines of JSON")
	r.farm.flags(c)
	c.RunE = func(c *cobra.Command, args []string) error {
		return r.run(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), args)
	}
	return c
}

// beat is how often a campaign tells how far it is.
const beat = 5 * time.Second

func (r fuzzRun) run(ctx context.Context, out, talk io.Writer, names []string) error {
	engines := campaign.Engines(r.engine)
	switch {
	case engines == nil:
		return usage(fmt.Errorf("got --engine %s, want gofuzz, native or both", r.engine))
	case r.time < 0 || r.slice <= 0 || r.procs < 1:
		return usage(fmt.Errorf("got --for %v --slice %v --procs %d, want 0s or more, more than 0s, and 1 or more", r.time, r.slice, r.procs))
	}
	if slices.Equal(names, []string{"all"}) {
		names = nil
	}
	if r.worker != "" {
		return r.work(ctx, talk, names)
	}
	targets, err := targetsNamed(slices.Compact(slices.Sorted(slices.Values(names))))
	if err != nil {
		return err
	}
	root, folder, err := places(r.folder)
	if err != nil {
		return err
	}
	o := campaign.Options{
		Project: campaign.Project{Root: root}, Folder: folder, Targets: targets, Engines: engines,
		Time: r.time, Execs: r.execs, Slice: r.slice, Procs: r.procs, Seed: r.seed,
		Talk: talk, Now: time.Now, Beat: beat,
	}
	if r.coordinator != "" {
		gate, err := r.gate(ctx, talk)
		if err != nil {
			return err
		}
		defer gate.Close()
		o.Engines = []campaign.Engine{campaign.Distributed{Gate: gate}}
	}
	if r.share != "" {
		if o.Share, err = campaign.OpenShare(r.share); err != nil {
			return usage(err)
		}
	}
	if r.json {
		lines := json.NewEncoder(out)
		o.Events = func(e campaign.Event) { lines.Encode(e) }
	}
	_, err = campaign.Run(ctx, o)
	switch {
	case errors.Is(err, context.Canceled):
		return errors.Join(err, r.page(out, folder))
	case err != nil:
		return inconclusive(err)
	}
	if err := r.page(out, folder); err != nil {
		return inconclusive(err)
	}
	return foundIn(folder)
}

// page prints what was done, unless lines were printed.
func (r fuzzRun) page(out io.Writer, folder string) error {
	if r.json {
		return nil
	}
	return campaign.Page(out, folder, time.Now())
}

// foundIn is an error when a campaign's folder has findings.
func foundIn(folder string) error {
	all, err := campaign.Findings(folder)
	if err != nil {
		return inconclusive(err)
	}
	if len(all) > 0 {
		return exitError{code: codeFinding, err: fmt.Errorf("%d findings in %s", len(all), folder), hint: "go tool tlsresume fuzz triage --folder " + folder}
	}
	return nil
}
