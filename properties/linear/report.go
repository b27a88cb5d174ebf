package linear

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"
)

// The errors of Report.Err.
var (
	ErrIllegal      = errors.New("history is not linearizable")
	ErrInconclusive = errors.New("inconclusive: the time or the memory was up before a verdict")
)

// A Report is the outcome of a check. Files are kept unless the verdict is Ok.
type Report struct {
	Check      string         `json:"check"`
	Verdict    Verdict        `json:"verdict"`
	Workload   Workload       `json:"workload"`
	Operations int            `json:"operations"`
	Overlaps   int            `json:"overlaps"` // operations that ran beside another one on their key
	Unknown    int            `json:"unknown"`  // operations of which nobody knows whether they took place
	Seen       map[string]int `json:"seen"`     // operations by what became of them
	Took       time.Duration  `json:"took"`     // the search, in nanoseconds
	History    string         `json:"history"`  // path of the JSON lines
	Picture    string         `json:"picture"`  // path of porcupine's HTML
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

// String is one line, with the seed, where the files are and how to search again.
func (r *Report) String() string {
	var b strings.Builder
	w := r.Workload
	fmt.Fprintf(&b, "%s: %s: seed %d, %d operations (%d overlap, %d unknown) by %d workers, searched %v",
		r.Check, r.Verdict, w.Seed, r.Operations, r.Overlaps, r.Unknown, w.Workers, r.Took.Round(time.Microsecond))
	for _, what := range slices.Sorted(maps.Keys(r.Seen)) {
		fmt.Fprintf(&b, ", %d %s", r.Seen[what], what)
	}
	if r.History != "" {
		fmt.Fprintf(&b, "; history %s", r.History)
	}
	if r.Picture != "" {
		fmt.Fprintf(&b, "; picture %s", r.Picture)
	}
	if r.History != "" {
		fmt.Fprintf(&b, "; again: go test ./properties/linear -run TestSavedHistory -history %s", r.History)
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

// A header is the first line of a history: the check that it is of, and the workload.
type header struct {
	Check string `json:"check"`
	Workload
}

// writeHistory writes the header and then the operations, a line of JSON each,
// to a new file: the same seed may run twice at once.
func writeHistory[I, O any](h header, history []Operation[I, O]) (path string, err error) {
	dir, err := outDir(h.Dir)
	if err != nil {
		return "", err
	}
	f, err := os.CreateTemp(dir, fmt.Sprintf("linear-%s-%d-*.jsonl", h.Check, h.Seed))
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	buffered := bufio.NewWriter(f)
	lines := json.NewEncoder(buffered)
	if err := lines.Encode(h); err != nil {
		return f.Name(), err
	}
	for _, o := range history {
		if err := lines.Encode(o); err != nil {
			return f.Name(), err
		}
	}
	return f.Name(), buffered.Flush()
}

// readHeader reads the header of a history.
func readHeader(path string) (h header, err error) {
	f, err := os.Open(path)
	if err != nil {
		return h, err
	}
	defer f.Close()
	return h, decodeHeader(path, json.NewDecoder(f), &h)
}

func decodeHeader(path string, lines *json.Decoder, h *header) error {
	lines.DisallowUnknownFields()
	if err := lines.Decode(h); err != nil {
		return fmt.Errorf("%s: workload: %w", path, err)
	}
	return nil
}

// readHistory reads what writeHistory wrote.
func readHistory[I, O any](path string) (h header, history []Operation[I, O], err error) {
	f, err := os.Open(path)
	if err != nil {
		return h, nil, err
	}
	defer f.Close()
	lines := json.NewDecoder(f)
	if err := decodeHeader(path, lines, &h); err != nil {
		return h, nil, err
	}
	for {
		var o Operation[I, O]
		switch err := lines.Decode(&o); {
		case err == io.EOF:
			return h, history, nil
		case err != nil:
			return h, nil, fmt.Errorf("%s: operation %d: %w", path, len(history)+1, err)
		}
		history = append(history, o)
	}
}

// draw writes the picture of a history beside it.
func draw(model porcupine.Model, info porcupine.LinearizationInfo, history string) (string, error) {
	path := strings.TrimSuffix(history, ".jsonl") + ".html"
	return path, porcupine.VisualizePath(model, info, path)
}
