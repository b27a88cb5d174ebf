// Package installed finds the programs that tests play against. One that is missing
// skips the test, aloud, and fails it where everything has to be there.
package installed

import (
	"os"
	"os/exec"
	"testing"
)

// All says that a program that is missing is a failure: .ci/run installs them, and
// sets TLSRESUME_PEERS to all.
func All() bool { return os.Getenv("TLSRESUME_PEERS") == "all" }

// Program is the path of a program that a Debian package brings, also of one that
// Debian keeps where only root looks.
func Program(t testing.TB, name, debian string) string {
	t.Helper()
	for _, name := range []string{name, "/usr/sbin/" + name} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if All() {
		t.Fatalf("MISSING %s, want Debian's %s installed", name, debian)
	}
	t.Skipf("MISSING %s: nothing was tested against it (Debian package %s)", name, debian)
	return ""
}
