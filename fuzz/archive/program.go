package archive

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"time"
)

// A Program replays entries through a harness. Make it by Build.
type Program struct {
	Path string
	// Patience is the time that an entry has: in Build, a thousand times what it takes.
	Patience time.Duration
	prefix   []byte // before each entry
}

// Target is a program of Every, for the entries of one target.
func (p *Program) Target(name string) *Program {
	return &Program{p.Path, p.Patience, append([]byte(name), 0)}
}

// An EntryError is what an entry did to the program.
type EntryError struct {
	Index int // of the entry
	Err   error
}

// Error tells which entry it was, counted from 0.
func (e *EntryError) Error() string { return fmt.Sprintf("entry %d: %v", e.Index, e.Err) }

// Unwrap tells what happened.
func (e *EntryError) Unwrap() error { return e.Err }

// rounds is how often an entry runs: once to fill what is filled but once, whoever comes
// first, and then to see what is not the same each time.
const rounds = 5

// Measure replays entries and tells what each reached. An entry that crashes or hangs is
// an *EntryError: nothing after it was replayed.
func (p *Program) Measure(ctx context.Context, entries [][]byte) ([]Counters, error) {
	cmd := exec.CommandContext(ctx, p.Path)
	// One thread, and no garbage collection before it must be: both touch counters at times
	// of their own.
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1", "GOGC=off", "GOMEMLIMIT=1GiB")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go p.feed(stdin, entries)

	answers := bufio.NewReader(stdout)
	var measured []Counters
	for i := range entries {
		var hung atomic.Bool
		patience := time.AfterFunc(p.Patience, func() { hung.Store(true); cmd.Process.Kill() })
		counters, err := measure(answers)
		patience.Stop()
		if err == nil {
			measured = append(measured, counters)
			continue
		}
		ended := cmd.Wait()
		switch {
		case ctx.Err() != nil:
			return measured, ctx.Err()
		case hung.Load():
			ended = fmt.Errorf("it runs for more than %v", p.Patience)
		}
		return measured, &EntryError{i, fmt.Errorf("%w\n%s", ended, tail(stderr.String()))}
	}
	if err := cmd.Wait(); err != nil {
		return measured, fmt.Errorf("%v: %w\n%s", p, err, tail(stderr.String()))
	}
	settle(measured)
	return measured, nil
}

// feed writes each entry for each round. An error is not for it to tell: who reads
// the answers sees the end of the program.
func (p *Program) feed(stdin io.WriteCloser, entries [][]byte) {
	defer stdin.Close()
	out := bufio.NewWriter(stdin)
	for _, entry := range entries {
		for range rounds {
			header := binary.LittleEndian.AppendUint32(nil, uint32(len(p.prefix)+len(entry)))
			for _, part := range [][]byte{header, p.prefix, entry} {
				out.Write(part)
			}
		}
	}
	out.Flush()
}

// measure reads the answers to an entry.
func measure(answers *bufio.Reader) (Counters, error) {
	var seen [rounds][]Feature
	for i := range seen {
		features, err := readFeatures(answers)
		if err != nil {
			return Counters{}, err
		}
		seen[i] = features
	}
	return compare(seen[1:]), nil
}

func readFeatures(answers *bufio.Reader) ([]Feature, error) {
	var n uint32
	if err := binary.Read(answers, binary.LittleEndian, &n); err != nil {
		return nil, err
	}
	var features []Feature
	var hit [5]byte
	for range n {
		if _, err := io.ReadFull(answers, hit[:]); err != nil {
			return nil, err
		}
		features = append(features, feature(binary.LittleEndian.Uint32(hit[:]), hit[4]))
	}
	return features, nil
}

// String names the program and what it runs.
func (p *Program) String() string {
	return strings.TrimSpace(p.Path + " " + string(bytes.TrimSuffix(p.prefix, []byte{0})))
}
