package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"tlsresume": main}) }

// Each page of testdata is a session at a shell.
func TestCommand(t *testing.T) {
	traces, err := filepath.Abs(filepath.Join("..", "..", "traces"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("TRACES", traces)
			e.Setenv("TLSRESUME_OUT", filepath.Join(e.WorkDir, "out"))
			return os.MkdirAll(filepath.Join(e.WorkDir, "empty"), 0o755)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}
