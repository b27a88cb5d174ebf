package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"tlsresume/fuzz"
	"tlsresume/fuzz/archive"
	"tlsresume/fuzz/entries"
)

// A measure tells what each entry of a target reaches.
type measure func(ctx context.Context, target string, data [][]byte) ([]archive.Counters, error)

// features are what each entry reaches whenever it runs, and how many counters are not so.
func (m measure) features(ctx context.Context, t fuzz.Target, all []entries.Entry) ([][]archive.Feature, int, error) {
	var data [][]byte
	for _, e := range all {
		data = append(data, e.Data)
	}
	measured, err := m(ctx, t.Name, data)
	var crash *archive.EntryError
	switch {
	case errors.As(err, &crash):
		return nil, 0, finding(fmt.Errorf("%s: what the corpus reaches cannot be told, the entry ends the program: %w", all[crash.Index].File, crash.Err))
	case ctx.Err() != nil:
		return nil, 0, ctx.Err()
	case err != nil:
		return nil, 0, inconclusive(err)
	}
	var features [][]archive.Feature
	for _, c := range measured {
		features = append(features, c.Features)
	}
	return features, len(archive.Unstable(measured)), nil
}

// measureByArchive measures in a program with all targets.
func measureByArchive(ctx context.Context, target string, data [][]byte) ([]archive.Counters, error) {
	root, err := projectRoot()
	if err != nil {
		return nil, err
	}
	p, err := archive.Build(ctx, root, archive.Every, filepath.Join(root, ".fuzz", "build", "libfuzzer"))
	if err != nil {
		return nil, err
	}
	return p.Target(target).Measure(ctx, data)
}
