package campaign

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tlsresume/fuzz"
	"tlsresume/fuzz/entries"
)

// Options are what a campaign is told.
type Options struct {
	Project Project
	Folder  string // an absolute path
	Targets []fuzz.Target
	Engines []Engine
	Time    time.Duration // 0: until it is interrupted
	Execs   uint64        // that each target is to have, over all starts; 0: no matter
	Slice   time.Duration // at most; 0: a minute
	Procs   int
	Seed    uint64      // draws who is first among those that had the same time
	Share   *Share      // entries are exchanged through it; may be nil
	Judge   []string    // the command that judges; nil: one of the tree is built
	Talk    io.Writer   // lines for a person
	Events  func(Event) // each event; may be nil
	Now     func() time.Time
	Beat    time.Duration // how often it tells how far it is

	// Limit is how long an input may take; 0: PerInput.
	Limit time.Duration
	// Identify says what the tree is; nil: Project does.
	Identify func(context.Context) (Build, error)
}

// A Campaign is one that runs.
type Campaign struct {
	o      Options
	record Record
	log    journal
	judge  *Judge
	builds map[string]string // by engine
	build  Build
	plans  []*plan
	bad    map[string]bool // entries that break a check: engines would stop at once
	known  map[string]int  // how many entries a target has
	began  time.Time       // when all was built
	beat   *time.Ticker
}

// Run runs a campaign until the time is over, each target had its executions, or the
// context ends: that is no loss, and the error is the context's. Any other error is about
// what a campaign needs: a disk, a compiler.
func Run(ctx context.Context, o Options) (record Record, err error) {
	if err := os.MkdirAll(o.Folder, 0o755); err != nil {
		return Record{}, err
	}
	held, err := lock(o.Folder)
	if err != nil {
		return Record{}, err
	}
	defer held.Close()
	c := &Campaign{o: o, builds: map[string]string{}, bad: map[string]bool{}, known: map[string]int{}}
	if c.record, err = Recorded(o.Folder); err != nil {
		return c.record, err
	}
	if c.log, err = openJournal(o.Folder); err != nil {
		return c.record, err
	}
	defer c.log.f.Close()
	if err = c.prepare(ctx); err == nil {
		err = c.fuzz(ctx)
	}
	if c.judge != nil {
		c.judge.Close()
	}
	if failed := c.stop(err); err == nil || ctx.Err() != nil {
		err = errors.Join(err, failed)
	}
	return c.record, err
}

// prepare cleans up behind a campaign that died, and builds.
func (c *Campaign) prepare(ctx context.Context) error {
	now := c.o.Now()
	if c.record.Started.IsZero() {
		c.record.Started = now
	}
	orphans, err := endOrphans(c.o.Folder)
	if err != nil {
		return err
	}
	if orphans > 0 {
		c.say("%d processes of a campaign that died were ended", orphans)
	}
	if left, err := filepath.Glob(filepath.Join(c.o.Folder, "findings", ".new-*")); err == nil {
		for _, l := range left {
			if err := os.RemoveAll(l); err != nil { // half a finding, whose crasher is still in work/
				return err
			}
		}
	}
	if r := c.record.Running; r != nil {
		c.say("a slice of %s on %s was under way when the last campaign died: its %d executions are counted", r.Engine, r.Target, r.Execs)
		c.record.count(c.record.Saved)
	}
	if err := c.buildAll(ctx); err != nil {
		return err
	}
	if err := c.save(); err != nil {
		return err
	}
	if err := c.tell(Event{Event: "start", Build: &c.build}); err != nil {
		return err
	}
	return c.takeIn(ctx)
}

// buildAll makes what is not there, or not of this tree.
func (c *Campaign) buildAll(ctx context.Context) (err error) {
	identify := c.o.Project.identify
	if c.o.Identify != nil {
		identify = c.o.Identify
	}
	if c.build, err = identify(ctx); err != nil {
		return err
	}
	c.o.Project.env = append(c.o.Project.env, marked(c.o.Folder))
	if old := c.record.Build; old.Key != "" && old.Key != c.build.Key {
		c.say("this folder was last used with %s; this is %s: corpus and findings are kept, the engines are built anew", old, c.build)
	}
	for _, e := range c.o.Engines {
		folder := filepath.Join(c.o.Folder, "build", e.Name())
		if c.builds[e.Name()], err = c.o.Project.built(ctx, folder, c.build.Key, func(ctx context.Context, into string) error {
			c.say("building %s: %s", e.Name(), c.build)
			return e.Build(ctx, c.o.Project, into)
		}); err != nil {
			return fmt.Errorf("building %s: %w", e.Name(), err)
		}
	}
	c.record.Build = c.build
	judge := c.o.Judge
	if judge == nil {
		if judge, err = c.buildJudge(ctx); err != nil {
			return err
		}
	}
	c.judge = &Judge{Args: judge, Env: []string{marked(c.o.Folder)}, Limit: cmp.Or(c.o.Limit, PerInput)}
	return nil
}

// buildJudge builds the command that judges from the tree that the engines are built from.
func (c *Campaign) buildJudge(ctx context.Context) ([]string, error) {
	const pkg = "./scripts/tlsresume"
	key, err := c.o.Project.key(ctx, pkg)
	if err != nil {
		return nil, err
	}
	folder, err := c.o.Project.built(ctx, filepath.Join(c.o.Folder, "build", "judge"), key, func(ctx context.Context, into string) error {
		return c.o.Project.run(ctx, "go", "build", "-o", filepath.Join(into, "tlsresume"), pkg)
	})
	if err != nil {
		return nil, fmt.Errorf("building the judge: %w", err)
	}
	return []string{filepath.Join(folder, "tlsresume"), "fuzz", "judge"}, nil
}

func (c *Campaign) corpus(target string) entries.Folder {
	return entries.Folder{Path: filepath.Join(c.o.Folder, "corpus", target)}
}

func (c *Campaign) work(engine, target string) string {
	return filepath.Join(c.o.Folder, "work", engine, target)
}

// takeIn fills the corpora: with the project's, and with what a dead campaign's engines
// have left. Each entry is judged once: one that breaks a check is a finding, and is not
// handed to the engines, which would stop at it.
func (c *Campaign) takeIn(ctx context.Context) error {
	for _, t := range c.o.Targets {
		if err := c.seed(t.Name); err != nil {
			return err
		}
		for _, e := range c.o.Engines {
			if _, err := c.harvest(ctx, t, e); err != nil {
				return err
			}
		}
		if _, err := c.exchange(t); err != nil {
			return err
		}
		if err := c.replay(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// seed copies the entries that the project has.
func (c *Campaign) seed(target string) error {
	stored, problems, err := entries.Read(filepath.Join(c.o.Project.Root, "corpus", target))
	if err != nil {
		return err
	}
	if err := c.trouble(target, "", problems); err != nil {
		return err
	}
	for _, e := range stored {
		if _, _, err := c.corpus(target).Add(e.Data); err != nil {
			return err
		}
	}
	return nil
}

// replay judges a corpus.
func (c *Campaign) replay(ctx context.Context, t fuzz.Target) error {
	all, problems, err := c.corpus(t.Name).All()
	if err != nil {
		return err
	}
	if err := c.trouble(t.Name, "", problems); err != nil {
		return err
	}
	c.known[t.Name] = len(all)
	for _, e := range all {
		if err := c.examine(ctx, t, "corpus", e.Data); err != nil {
			return err
		}
	}
	return nil
}

// examine judges an entry that no engine of this campaign has run.
func (c *Campaign) examine(ctx context.Context, t fuzz.Target, from string, data []byte) error {
	v, err := c.judge.Verdict(ctx, t.Name, data)
	if err != nil || v.Check == "" {
		return err
	}
	c.bad[entries.Name(data)] = true
	return c.found(ctx, t, from, Leaving{Data: data, Said: v.Err})
}

// fuzz runs slice after slice.
func (c *Campaign) fuzz(ctx context.Context) error {
	c.plans, c.began, c.beat = c.planned(), c.o.Now(), time.NewTicker(c.o.Beat)
	defer c.beat.Stop()
	for ctx.Err() == nil {
		left := c.o.Time - c.o.Now().Sub(c.began)
		if c.o.Time > 0 && left < min(shortest, c.o.Time)/2 {
			break // an engine comes to nothing in less
		}
		p := c.next()
		if p == nil {
			break
		}
		if err := c.slice(ctx, p, left); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return c.skipped()
}

// skipped is an error when something was not fuzzed that was to be: that is no result.
func (c *Campaign) skipped() error {
	var idle []string
	for _, p := range c.plans {
		if p.trouble >= patience {
			return fmt.Errorf("%s on %s was given up after %d slices that came to nothing: see %s",
				p.engine.Name(), p.target.Name, patience, filepath.Join(c.o.Folder, logFile))
		}
		if name := p.target.Name; c.record.Execs(name) == 0 && !slices.Contains(idle, name) {
			idle = append(idle, name)
		}
	}
	if len(idle) > 0 {
		slices.Sort(idle)
		return fmt.Errorf("the time was too short for %s", strings.Join(idle, ", "))
	}
	return nil
}

// slice runs one target under one engine, and takes in what comes of it.
func (c *Campaign) slice(ctx context.Context, p *plan, left time.Duration) error {
	s, err := c.handOver(p, left)
	if err != nil {
		return err
	}
	from := c.o.Now()
	c.record.Running = &Running{Target: p.target.Name, Engine: p.engine.Name(), Build: c.build, Since: from}
	troubled := c.watch(ctx, p, s)
	took := c.o.Now().Sub(from)
	done := c.record.Running
	done.Seconds = took.Seconds()
	if took > 0 {
		p.rate = float64(done.Execs) / took.Seconds()
	}
	c.record.count(c.o.Now())
	got, err := c.harvest(ctx, p.target, p.engine)
	if err != nil {
		return err
	}
	p.charge(took, got.entries > 0)
	if err := c.deal(ctx, p.target); err != nil {
		return err
	}
	if err := c.save(); err != nil {
		return err
	}
	if err := c.tell(Event{Event: "slice", Target: p.target.Name, Engine: p.engine.Name(), Build: &c.build,
		Execs: done.Execs, Seconds: done.Seconds, Coverage: done.Coverage, New: got.entries, Crashers: got.crashers}); err != nil {
		return err
	}
	if ctx.Err() != nil || troubled == nil && (done.Execs > 0 || got.crashers > 0) {
		p.trouble = 0
		return nil
	}
	if troubled == nil {
		troubled = errors.New("it told of no executions")
	}
	if full(troubled) {
		return fmt.Errorf("%s on %s: %w", p.engine.Name(), p.target.Name, troubled)
	}
	p.trouble++
	if err := c.replay(ctx, p.target); err != nil { // an entry may be what the engine stops at
		return err
	}
	return c.tell(Event{Event: "trouble", Target: p.target.Name, Engine: p.engine.Name(), Err: troubled.Error()})
}

// handOver gives an engine the corpus, without what it would stop at.
func (c *Campaign) handOver(p *plan, left time.Duration) (Slice, error) {
	target, engine := p.target.Name, p.engine.Name()
	all, _, err := c.corpus(target).All()
	if err != nil {
		return Slice{}, err
	}
	var good [][]byte
	for _, e := range all {
		if !c.bad[entries.Name(e.Data)] {
			good = append(good, e.Data)
		}
	}
	s := Slice{Target: target, Build: c.builds[engine], Work: c.work(engine, target), Time: c.length(left),
		Rate: p.rate, Procs: c.o.Procs, Given: len(good)}
	if c.o.Execs > 0 {
		s.Execs = c.o.Execs - c.record.Execs(target)
	}
	return s, p.engine.Give(s.Work, target, good)
}

// watch runs an engine, and tells now and then how far it is.
func (c *Campaign) watch(ctx context.Context, p *plan, s Slice) error {
	told := make(chan Progress, 1)
	over := make(chan error)
	go func() {
		last, err := p.engine.Run(ctx, s, func(now Progress) {
			select {
			case <-told:
			default:
			}
			told <- now
		})
		select {
		case <-told:
		default:
		}
		told <- last
		over <- err
	}()
	r := c.record.Running
	for {
		select {
		case err := <-over:
			select {
			case r.Progress = <-told:
			default:
			}
			return err
		case r.Progress = <-told:
		case <-c.beat.C:
			r.Seconds = c.o.Now().Sub(r.Since).Seconds()
			if err := errors.Join(c.save(), c.progress(r)); err != nil {
				c.say("%v", err) // the end of the slice will meet it, too
			}
		}
	}
}

// A catch is what a harvest brought.
type catch struct{ entries, crashers int }

// harvest takes what an engine has left: entries to the corpus, crashers to the findings.
// Only what is safe goes from the engine's folder.
func (c *Campaign) harvest(ctx context.Context, t fuzz.Target, e Engine) (got catch, err error) {
	work := c.work(e.Name(), t.Name)
	y, err := e.Harvest(work, t.Name)
	if err != nil {
		return got, err
	}
	if err := c.trouble(t.Name, e.Name(), y.Problems); err != nil {
		return got, err
	}
	for _, p := range y.Problems {
		if err := setAside(work, p.File); err != nil {
			return got, err
		}
	}
	for _, l := range y.Entries {
		_, fresh, err := c.corpus(t.Name).Add(l.Data)
		if err != nil {
			return got, err
		}
		if fresh {
			got.entries++
		}
		if err := l.remove(); err != nil {
			return got, err
		}
	}
	c.known[t.Name] += got.entries
	if tally := c.record.tally(t.Name, e.Name()); got.entries > 0 {
		tally.New += got.entries
		tally.LastNew = c.o.Now()
	}
	for _, l := range y.Crashers {
		if ctx.Err() != nil {
			c.say("a crasher of %s on %s waits in %s for the next start", e.Name(), t.Name, l.Files[0])
			continue
		}
		got.crashers++
		if err := c.found(ctx, t, e.Name(), l); err != nil {
			return got, err
		}
		if err := l.remove(); err != nil {
			return got, err
		}
	}
	return got, nil
}

// remove takes away the files that an input was read from.
func (l Leaving) remove() error {
	for _, f := range l.Files {
		if err := os.Remove(f); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// setAside keeps a file that holds no input from the engine, which would stop at it.
func setAside(work, file string) error {
	aside := filepath.Join(work, "aside")
	if err := os.MkdirAll(aside, 0o755); err != nil {
		return err
	}
	return os.Rename(file, filepath.Join(aside, filepath.Base(file)))
}

// found confirms, minimises and records a crasher, and then tells.
func (c *Campaign) found(ctx context.Context, t fuzz.Target, engine string, crasher Leaving) error {
	f, data, err := confirm(ctx, c.judge, t, crasher)
	if err != nil {
		return err
	}
	now := c.o.Now()
	f.Engine, f.Build, f.Execs, f.First, f.Last = engine, c.build, c.record.Execs(t.Name), now, now
	fresh, err := record(c.o.Folder, t, &f, data)
	if err != nil {
		return err
	}
	event := "finding"
	if !fresh {
		event = "again"
	}
	return c.tell(Event{Event: event, Target: t.Name, Engine: engine, Finding: &f})
}

// stop saves, and says how it ended.
func (c *Campaign) stop(why error) error {
	said := "done"
	if why != nil {
		said = why.Error()
	}
	return errors.Join(c.save(), c.tell(Event{Event: "stop", Err: said}))
}

func (c *Campaign) save() error { return c.record.save(c.o.Folder, c.o.Now()) }

// names are the targets that the campaign has ever run, in order.
func (r Record) names() []string { return slices.Sorted(maps.Keys(r.Targets)) }
