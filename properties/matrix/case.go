// Package matrix shows that the verification finds what is wrong: each defect
// of the implementation is tried against every check, and what finds it is
// listed, with how long it took. The stock implementation must be found by
// nothing, each defect by what it names.
package matrix

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"

	"tlsresume/properties/conform"
	"tlsresume/traces"
)

// A Case is a script with what the model answers to it.
type Case struct {
	Name  string // the stored trace, or the number of the random script
	Want  *traces.Trace
	Shows []string // the properties that a stored trace is there to break
}

// Stored are the traces below a folder, in the order of their names. What the model
// answers is what stands in them: a test of package conform sees to it.
func Stored(dir string) ([]Case, error) {
	files, err := traces.Find(dir)
	if err != nil {
		return nil, err
	}
	cases := make([]Case, len(files))
	for i, file := range files {
		trace, err := traces.Load(file)
		if err != nil {
			return nil, err
		}
		cases[i] = Case{filepath.ToSlash(file), trace, conform.Shown(file)}
	}
	return cases, nil
}

// Commands is how many a random script has.
const Commands = 40

// A Source gives random cases, always the same ones for a seed.
type Source struct {
	seed   uint64
	random *rand.Rand
	given  int
}

// NewSource begins with the first case of a seed.
func NewSource(seed uint64) *Source {
	return &Source{seed: seed, random: rand.New(rand.NewPCG(seed, 0))}
}

// Next makes a case, and asks the model what it answers. A case ends where the model tells
// no more.
func (s *Source) Next(ctx context.Context) (Case, error) {
	script := conform.Script(s.random.IntN, Commands)
	s.given++
	name := fmt.Sprintf("random script %d of seed %d", s.given, s.seed)
	want, err := conform.Model(ctx, script)
	if err != nil && (want == nil || !errors.Is(err, traces.ErrCannot)) {
		return Case{}, fmt.Errorf("%s: the model: %w", name, err)
	}
	return Case{Name: name, Want: want}, nil
}

// Take makes so many cases.
func (s *Source) Take(ctx context.Context, n int) ([]Case, error) {
	cases := make([]Case, n)
	for i := range cases {
		var err error
		if cases[i], err = s.Next(ctx); err != nil {
			return nil, err
		}
	}
	return cases, nil
}
