package fuzz_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"tlsresume/fuzz"
)

// Each target has a function for each engine, and each such function a target: an engine
// knows functions alone.
func TestEveryEngineHasEveryTarget(t *testing.T) {
	var want []string
	for _, target := range fuzz.Targets() {
		want = append(want, "Fuzz"+target.Name)
	}
	for _, file := range []string{"gofuzz.go", "native_test.go"} {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range parsed.Decls {
			if f, is := d.(*ast.FuncDecl); is && strings.HasPrefix(f.Name.Name, "Fuzz") {
				got = append(got, f.Name.Name)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", file, got, want)
		}
	}
}

// What a person reads of an entry is the entry.
func TestEntriesCanBeReadAndWritten(t *testing.T) {
	for _, target := range fuzz.Targets() {
		for _, entry := range corpus(t, target.Name) {
			g := target.Grammar
			var again []fuzz.Piece
			for _, p := range g.Split(entry) {
				line := g.Show(p)
				read, err := g.Read(line)
				if err != nil {
					t.Fatalf("%s: %s: %v", target.Name, line, err)
				}
				if read.Kind != p.Kind || read.Fixed != p.Fixed {
					t.Errorf("%s: %s: got %v, want %v", target.Name, line, read, p)
				}
				again = append(again, read)
			}
			if got, want := g.Join(again), g.Join(g.Split(entry)); !bytes.Equal(got, want) {
				t.Errorf("%s: got %x, want %x", target.Name, got, want)
			}
		}
	}
}
