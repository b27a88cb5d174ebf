package campaign

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"tlsresume/fuzz/entries"
)

// A Record is what a campaign has done, over all its starts. It is what may be quoted.
type Record struct {
	Format  int                          `json:"format"`
	Started time.Time                    `json:"started"`
	Saved   time.Time                    `json:"saved"`
	Build   Build                        `json:"build"`   // of the last start
	Targets map[string]map[string]*Tally `json:"targets"` // by target and engine
	Running *Running                     `json:"running"` // the slice that was under way
}

// A Tally is what one engine has done on one target.
type Tally struct {
	Execs    uint64    `json:"execs"`
	Seconds  float64   `json:"seconds"`
	Slices   int       `json:"slices"`
	Coverage int       `json:"coverage"` // in the engine's own unit
	New      int       `json:"new"`      // entries that it brought
	LastNew  time.Time `json:"last_new"`
	Builds   []Stretch `json:"builds"`
}

// A Stretch is the executions of one build.
type Stretch struct {
	Build Build     `json:"build"`
	Execs uint64    `json:"execs"`
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
}

// Running is a slice that is not over. When its campaign died the next one counts what it
// had told.
type Running struct {
	Target  string    `json:"target"`
	Engine  string    `json:"engine"`
	Build   Build     `json:"build"`
	Since   time.Time `json:"since"`
	Seconds float64   `json:"seconds"`
	Progress
}

const format = 1

// tally is that of a target and an engine.
func (r *Record) tally(target, engine string) *Tally {
	of := r.Targets[target]
	if of == nil {
		of = map[string]*Tally{}
		r.Targets[target] = of
	}
	if of[engine] == nil {
		of[engine] = &Tally{}
	}
	return of[engine]
}

// Execs is how often a target was executed, by all engines and builds.
func (r *Record) Execs(target string) (n uint64) {
	for _, t := range r.Targets[target] {
		n += t.Execs
	}
	return n
}

// count takes the slice that was under way into the tally.
func (r *Record) count(now time.Time) {
	s := r.Running
	if s == nil {
		return
	}
	t := r.tally(s.Target, s.Engine)
	t.Execs += s.Execs
	t.Seconds += s.Seconds
	t.Slices++
	t.Coverage = max(t.Coverage, s.Coverage)
	if n := len(t.Builds); n == 0 || t.Builds[n-1].Build != s.Build {
		t.Builds = append(t.Builds, Stretch{Build: s.Build, From: s.Since})
	}
	last := &t.Builds[len(t.Builds)-1]
	last.Execs += s.Execs
	last.To = now
	r.Running = nil
}

// Campaign files.
const (
	recordFile = "campaign.json"
	logFile    = "log.jsonl"
	lockFile   = "lock"
)

// Recorded reads what the campaign of a folder has done.
func Recorded(folder string) (Record, error) {
	r := Record{Format: format, Targets: map[string]map[string]*Tally{}}
	file := filepath.Join(folder, recordFile)
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal(text, &r); err != nil {
		return r, fmt.Errorf("%s: got no record of a campaign: %w", file, err)
	}
	if r.Format != format {
		return r, fmt.Errorf("%s: got format %d, want %d: another tlsresume wrote it", file, r.Format, format)
	}
	return r, nil
}

func (r *Record) save(folder string, now time.Time) error {
	r.Saved = now
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return entries.Replace(filepath.Join(folder, recordFile), append(text, '\n'))
}

// lock takes a folder for this process. The kernel gives it back when the process dies,
// however it does.
func lock(folder string) (*os.File, error) {
	file := filepath.Join(folder, lockFile)
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		holder := make([]byte, 32)
		n, _ := f.ReadAt(holder, 0)
		f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("%s: another campaign runs on this folder (process %s): end it, or give another --folder", file, holder[:n])
		}
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if err := f.Truncate(0); err == nil {
		_, err = f.WriteAt(fmt.Append(nil, os.Getpid()), 0)
		if err != nil {
			f.Close()
			return nil, err
		}
	}
	return f, nil
}

// A journal is a file of lines that only grows. What a full disk cut off is taken away
// again.
type journal struct{ f *os.File }

func openJournal(folder string) (journal, error) {
	f, err := os.OpenFile(filepath.Join(folder, logFile), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return journal{}, err
	}
	j := journal{f}
	return j, j.mend()
}

// mend ends a line that a campaign died in.
func (j journal) mend() error {
	info, err := j.f.Stat()
	if err != nil || info.Size() == 0 {
		return err
	}
	last := make([]byte, 1)
	if _, err := j.f.ReadAt(last, info.Size()-1); err != nil || last[0] == '\n' {
		return err
	}
	return j.add(nil)
}

func (j journal) add(line []byte) error {
	info, err := j.f.Stat()
	if err != nil {
		return err
	}
	if _, err := j.f.Write(append(line, '\n')); err != nil {
		j.f.Truncate(info.Size())
		return err
	}
	return nil
}
