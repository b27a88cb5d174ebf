package linear

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"
)

// The errors of Report.Err.
var (
	ErrIllegal      = errors.New("history is not linearizable")
	ErrInconclusive = errors.New("inconclusive: the time was up before a verdict")
)

// A Report is the outcome of a check. Files are kept unless the verdict is Ok.
type Report struct {
	Verdict    Verdict       `json:"verdict"`
	Workload   Workload      `json:"workload"`
	Operations int           `json:"operations"`
	Overlaps   int           `json:"overlaps"` // operations that ran beside another one on their key
	Hits       int           `json:"hits"`     // of Get
	Misses     int           `json:"misses"`   // of Get
	Took       time.Duration `json:"took"`     // the search, in nanoseconds
	History    string        `json:"history"`  // path of the JSON lines
	Picture    string        `json:"picture"`  // path of porcupine's HTML
}

// Err is nil only when the verdict is Ok; else ErrIllegal or ErrInconclusive.
func (r *Report) Err() error {
	switch r.Verdict {
	case Ok:
		return nil
	case Illegal:
		return fmt.Errorf("%w: %v", ErrIllegal, r)
	}
	return fmt.Errorf("%w: %v", ErrInconclusive, r)
}

// String is one line, with the seed and where the files are.
func (r *Report) String() string {
	var b strings.Builder
	w := r.Workload
	fmt.Fprintf(&b, "%s: seed %d, %d operations (%d overlap) by %d workers on %d keys, searched %v",
		r.Verdict, w.Seed, r.Operations, r.Overlaps, w.Workers, w.Keys, r.Took.Round(time.Microsecond))
	if r.History != "" {
		fmt.Fprintf(&b, "; history %s", r.History)
	}
	if r.Picture != "" {
		fmt.Fprintf(&b, "; picture %s", r.Picture)
	}
	return b.String()
}

// outDir is where histories go: what the workload says, else $TLSRESUME_OUT, else
// a directory under the temporary one.
func outDir(dir string) (string, error) {
	if dir == "" {
		dir = os.Getenv("TLSRESUME_OUT")
	}
	if dir == "" {
		dir = filepath.Join(os.TempDir(), "tlsresume")
	}
	return dir, os.MkdirAll(dir, 0o755)
}

// writeHistory writes the workload and then the operations, a line of JSON each,
// to a new file: the same seed may run twice at once.
func writeHistory[I, O any](w Workload, history []Operation[I, O]) (path string, err error) {
	dir, err := outDir(w.Dir)
	if err != nil {
		return "", err
	}
	f, err := os.CreateTemp(dir, fmt.Sprintf("linear-%d-*.jsonl", w.Seed))
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	buffered := bufio.NewWriter(f)
	lines := json.NewEncoder(buffered)
	if err := lines.Encode(w); err != nil {
		return f.Name(), err
	}
	for _, o := range history {
		if err := lines.Encode(o); err != nil {
			return f.Name(), err
		}
	}
	return f.Name(), buffered.Flush()
}

// readHistory reads what writeHistory wrote.
func readHistory[I, O any](path string) (w Workload, history []Operation[I, O], err error) {
	f, err := os.Open(path)
	if err != nil {
		return w, nil, err
	}
	defer f.Close()
	lines := json.NewDecoder(f)
	lines.DisallowUnknownFields()
	if err := lines.Decode(&w); err != nil {
		return w, nil, fmt.Errorf("%s: workload: %w", path, err)
	}
	for {
		var o Operation[I, O]
		switch err := lines.Decode(&o); {
		case err == io.EOF:
			return w, history, nil
		case err != nil:
			return w, nil, fmt.Errorf("%s: operation %d: %w", path, len(history)+1, err)
		}
		history = append(history, o)
	}
}

// draw writes the picture of a history beside it.
func draw(model porcupine.Model, info porcupine.LinearizationInfo, history string) (string, error) {
	path := strings.TrimSuffix(history, ".jsonl") + ".html"
	return path, porcupine.VisualizePath(model, info, path)
}
