// Command bogoshim lets BoringSSL's test runner judge the reference
// implementation up to TLS 1.2: the runner starts it once for every test, and is
// its peer. scripts/bogo.sh runs a runner with it.
//
// Exit codes: 0 all that was asked for and expected held, 1 it did not, 89 this
// shim has not what the test asks for. On success it writes nothing to stderr.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// The exit codes that the runner tells apart.
const (
	codeFailed        = 1
	codeUnimplemented = 89
)

// probe asks whether a second process could take over a handshake.
const probe = "-is-handshaker-supported"

func run(args []string, stdout, stderr io.Writer) int {
	// Before all other flags, of which some may be unknown; a test begins with -port.
	if len(args) > 0 && args[0] != "-port" && slices.Contains(args, probe) {
		fmt.Fprintln(stdout, "No")
		return 0
	}
	err := test(args)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errUnimplemented):
		fmt.Fprintln(stderr, err)
		return codeUnimplemented
	}
	report(stderr, err)
	return codeFailed
}

// test does what the runner asks for: all connections, one after the other, up
// to the first failure.
func test(args []string) error {
	p, err := parse(args)
	if err != nil {
		return err
	}
	st, err := newStack(p)
	if err != nil {
		return err
	}
	for i := range p.first.resumeCount + 1 {
		if err := st.connect(i); err != nil {
			return fmt.Errorf("connection %d: %w", i, err)
		}
	}
	return nil
}
