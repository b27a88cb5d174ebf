package proof

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A Row says how one engine fared with one defect. The engines draw their own randomness,
// and are no two times alike; the blind loop is the same each time.
type Row struct {
	Defect string `json:"defect"`
	Grade  string `json:"grade"`
	Target string `json:"target"`
	Engine string `json:"engine"`
	// Seeds are the stored entries of the target, BySeeds those that find the defect at once.
	// The engine is given the others.
	Seeds   int    `json:"seeds"`
	BySeeds int    `json:"by_seeds"`
	Seed    string `json:"seed_check,omitempty"` // that most of them break
	Found   bool   `json:"found"`
	Check   string `json:"check,omitempty"`
	// Stock is what the implementation breaks by the same input without the defect: what was
	// found is no proof, and a finding of its own.
	Stock   string  `json:"stock,omitempty"`
	Execs   uint64  `json:"execs"` // until it was found, or in vain, with one of each seed
	Seconds float64 `json:"seconds"`
	Terms
}

// Terms are what a row was found under.
type Terms struct {
	MaxExecs   uint64  `json:"max_execs"`
	MaxSeconds float64 `json:"max_seconds"`
	Go         string  `json:"go"`
	Date       string  `json:"date"`
}

// Same tells whether a row is about the same, under the same bound.
func (r Row) Same(o Row) bool {
	return r.Defect == o.Defect && r.Target == o.Target && r.Engine == o.Engine && r.MaxExecs == o.MaxExecs && r.MaxSeconds == o.MaxSeconds
}

// A Book keeps rows in a file, a line of JSON each, as they come.
type Book struct {
	File string
	Rows []Row
}

// OpenBook reads what a book has; there need be none. What was cut off when its writer
// was killed is taken away.
func OpenBook(file string) (*Book, error) {
	b := &Book{File: file}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return b, nil
	}
	if err != nil {
		return nil, err
	}
	whole := text[:bytes.LastIndexByte(text, '\n')+1]
	for i, line := range bytes.Split(bytes.TrimSuffix(whole, []byte("\n")), []byte("\n")) {
		var r Row
		if len(whole) == 0 {
			break
		}
		if err := json.Unmarshal(line, &r); err != nil {
			return nil, fmt.Errorf("%s:%d: got no row of a proof: %w", file, i+1, err)
		}
		b.Rows = append(b.Rows, r)
	}
	if len(whole) < len(text) {
		return b, os.Truncate(file, int64(len(whole)))
	}
	return b, nil
}

// Has gives the row that is Same, if there is one.
func (b *Book) Has(r Row) (Row, bool) {
	for _, had := range b.Rows {
		if had.Same(r) {
			return had, true
		}
	}
	return Row{}, false
}

// Add keeps a row.
func (b *Book) Add(r Row) error {
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(b.File), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(b.File, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(append(line, '\n'))
	b.Rows = append(b.Rows, r)
	return errors.Join(err, f.Close())
}
