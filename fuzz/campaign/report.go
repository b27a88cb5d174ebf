package campaign

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"tlsresume/fuzz/entries"
)

// An Event is a line of the log, and of the output for machines.
type Event struct {
	Time     time.Time `json:"time"`
	Event    string    `json:"event"` // start, progress, slice, finding, again, share, trouble or stop
	Target   string    `json:"target,omitempty"`
	Engine   string    `json:"engine,omitempty"`
	Build    *Build    `json:"build,omitempty"`
	Execs    uint64    `json:"execs,omitempty"` // of the slice
	Seconds  float64   `json:"seconds,omitempty"`
	Coverage int       `json:"coverage,omitempty"`
	New      int       `json:"new,omitempty"`      // entries of the slice, or from the share
	Given    int       `json:"given,omitempty"`    // entries that the share had not
	Crashers int       `json:"crashers,omitempty"` // of the slice, before they are told apart
	Finding  *Finding  `json:"finding,omitempty"`
	Err      string    `json:"err,omitempty"`
	Sum      *Sum      `json:"sum,omitempty"`
}

// A Sum is where a campaign is, over all its targets.
type Sum struct {
	Execs     uint64  `json:"execs"`
	PerSecond float64 `json:"per_second"`
	Corpus    int     `json:"corpus"`
	Findings  int     `json:"findings"`
	SinceNew  float64 `json:"since_new"` // seconds since the last new path; -1: there was none
}

// tell logs an event, and then shows it.
func (c *Campaign) tell(e Event) error {
	e.Time = c.o.Now()
	text, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if err := c.log.add(text); err != nil {
		return err
	}
	if c.o.Events != nil {
		c.o.Events(e)
	}
	switch e.Event {
	case "finding":
		c.say("finding: %v\n  %.1000s\n  replay: %s", e.Finding, e.Finding.Err, e.Finding.Replay)
	case "again":
		c.say("again: %v", e.Finding)
	case "trouble":
		c.say("trouble: %s %s: %s", e.Engine, e.Target, e.Err)
	}
	return nil
}

func (c *Campaign) say(format string, args ...any) { fmt.Fprintf(c.o.Talk, format+"\n", args...) }

// trouble tells of files that hold no input.
func (c *Campaign) trouble(target, engine string, problems []*entries.Problem) error {
	for _, p := range problems {
		if err := c.tell(Event{Event: "trouble", Target: target, Engine: engine, Err: p.Error()}); err != nil {
			return err
		}
	}
	return nil
}

// progress tells how far the slice that runs is, and the campaign.
func (c *Campaign) progress(r *Running) error {
	sum, err := c.sum()
	if err != nil {
		return err
	}
	c.say("%s %s: %d executions (%.0f/s), coverage %d, corpus %d; all: %d executions (%.0f/s), corpus %d, findings %d, last new path %s",
		r.Engine, r.Target, r.Execs, perSecond(r.Execs, r.Seconds), r.Coverage, c.known[r.Target],
		sum.Execs, sum.PerSecond, sum.Corpus, sum.Findings, ago(sum.SinceNew))
	return c.tell(Event{Event: "progress", Target: r.Target, Engine: r.Engine, Execs: r.Execs, Seconds: r.Seconds, Coverage: r.Coverage, Sum: &sum})
}

func (c *Campaign) sum() (s Sum, err error) {
	found, err := Findings(c.o.Folder)
	if err != nil {
		return s, err
	}
	s = Sum{Findings: len(found), SinceNew: -1}
	var last time.Time
	seconds := 0.0
	for _, target := range c.record.names() {
		for _, t := range c.record.Targets[target] {
			s.Execs += t.Execs
			seconds += t.Seconds
			if t.LastNew.After(last) {
				last = t.LastNew
			}
		}
	}
	if r := c.record.Running; r != nil {
		s.Execs += r.Execs
		seconds += r.Seconds
	}
	for _, n := range c.known {
		s.Corpus += n
	}
	s.PerSecond = perSecond(s.Execs, seconds)
	if !last.IsZero() {
		s.SinceNew = c.o.Now().Sub(last).Seconds()
	}
	return s, nil
}

func perSecond(execs uint64, seconds float64) float64 {
	if seconds == 0 {
		return 0
	}
	return float64(execs) / seconds
}

func ago(seconds float64) string {
	if seconds < 0 {
		return "never"
	}
	return (time.Duration(seconds) * time.Second).String() + " ago"
}

// Page writes what a campaign has done, over all its starts: a line for each target and
// engine, and the sum.
func Page(w io.Writer, folder string, now time.Time) error {
	r, err := Recorded(folder)
	if err != nil {
		return err
	}
	found, err := Findings(folder)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "target\tengine\texecutions\t/s\tcoverage\tcorpus\tfindings\tlast new path")
	var all Tally
	corpora := 0
	for _, target := range r.names() {
		size, err := entryCount(folder, target)
		if err != nil {
			return err
		}
		corpora += size
		for _, engine := range slices.Sorted(maps.Keys(r.Targets[target])) {
			t := r.Targets[target][engine]
			if t.Slices == 0 {
				continue // it has been harvested, and was not run
			}
			all.Execs += t.Execs
			all.Seconds += t.Seconds
			if t.LastNew.After(all.LastNew) {
				all.LastNew = t.LastNew
			}
			fmt.Fprintf(table, "%s\t%s\t%d\t%.0f\t%d\t%d\t%d\t%s\n", target, engine, t.Execs, perSecond(t.Execs, t.Seconds), t.Coverage,
				size, countOf(found, target, engine), since(t.LastNew, now))
		}
	}
	fmt.Fprintf(table, "all\t\t%d\t%.0f\t\t%d\t%d\t%s\n", all.Execs, perSecond(all.Execs, all.Seconds), corpora, len(found), since(all.LastNew, now))
	if err := table.Flush(); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s, since %s\n", r.Build, r.Started.UTC().Format(time.DateTime))
	return err
}

func since(t, now time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return now.Sub(t).Round(time.Second).String() + " ago"
}

func countOf(found []Finding, target, engine string) (n int) {
	for _, f := range found {
		if f.Target == target && f.Engine == engine {
			n++
		}
	}
	return n
}

func entryCount(folder, target string) (int, error) {
	files, err := filepath.Glob(filepath.Join(folder, "corpus", target, "[^.]*"))
	return len(files), err
}

// full reports whether trouble is the disk's, which no other slice would be spared.
func full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || slices.ContainsFunc(
		[]string{"no space left on device", "read-only file system", "disk quota exceeded", "failed to write file"},
		func(words string) bool { return strings.Contains(err.Error(), words) })
}
