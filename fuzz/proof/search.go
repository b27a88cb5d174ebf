package proof

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"tlsresume/fuzz"
)

// A Bound is how long a search for a defect lasts that finds nothing: whichever comes first.
type Bound struct {
	Execs uint64
	Time  time.Duration
}

// An Outcome is what a search came to.
type Outcome struct {
	Found *fuzz.Seen    // nil: nothing
	Execs uint64        // with those of the seeds
	Took  time.Duration // since the first execution
}

// Search runs an engine until it finds something, in a folder that it makes and takes away.
func (b Bound) Search(ctx context.Context, r Run) (o Outcome, err error) {
	p, err := r.start()
	if err != nil {
		return o, err
	}
	defer func() { err = errors.Join(err, p.end(), os.RemoveAll(r.Work)) }()
	const beat = 10 * time.Millisecond
	started := time.Now()
	var first time.Time // execution that was seen
	for {
		err := p.wait(ctx, beat)
		o.Execs = p.tally.Count()
		if first.IsZero() && o.Execs > 0 {
			first = time.Now()
		}
		if !first.IsZero() {
			o.Took = time.Since(first)
		}
		f, found := errors.AsType[*Finding](err)
		switch {
		case found:
			o.Found, o.Execs = &f.Seen, f.Execs
			return o, nil
		case err != nil:
			return o, err
		case o.Execs >= b.Execs || o.Took >= b.Time:
			return o, nil
		case first.IsZero() && time.Since(started) > patience:
			return o, fmt.Errorf("got no execution in %v", patience)
		}
	}
}

// bySeeds asks the test program of a build which stored entries of a target find a defect
// at once, by their numbers, and what they break.
func bySeeds(ctx context.Context, root, build, target, planted string) (map[int]string, error) {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	c := exec.CommandContext(ctx, testProgram(build))
	c.Dir = filepath.Join(root, "fuzz") // the corpora are beside it
	c.Env = append(os.Environ(), ServeVariable+"=seeds "+target, fuzz.DefectVariable+"="+planted)
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("the seeds of %s: %w\n%s", target, err, said.Bytes())
	}
	found := map[int]string{}
	for line := range strings.Lines(string(out)) {
		number, check, _ := strings.Cut(strings.TrimSpace(line), " ")
		n, err := strconv.Atoi(number)
		if err != nil {
			return nil, fmt.Errorf("the seeds of %s: got %q, want a number and a check", target, line)
		}
		found[n] = check
	}
	return found, nil
}

// others are the seeds that do not find a defect at once.
func others(seeds [][]byte, find map[int]string) (rest [][]byte) {
	for i, s := range seeds {
		if find[i] == "" {
			rest = append(rest, s)
		}
	}
	return rest
}

// commonest is the check that most seeds break, the first by name of those.
func commonest(find map[int]string) (check string) {
	count := map[string]int{}
	for _, c := range find {
		count[c]++
	}
	names := make([]string, 0, len(count))
	for c := range count {
		names = append(names, c)
	}
	slices.Sort(names)
	for _, c := range names {
		if check == "" || count[c] > count[check] {
			check = c
		}
	}
	return check
}
