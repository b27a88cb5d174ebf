// Package installed finds what tests play against. What is missing skips the test, aloud,
// and fails it where everything has to be there.
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
	Missing(t, name, "want Debian's "+debian+" installed")
	return ""
}

// Missing ends a test of which something is missing, and says why.
func Missing(t testing.TB, what, why string) {
	t.Helper()
	if All() {
		t.Fatalf("MISSING %s: %s", what, why)
	}
	t.Skipf("MISSING %s: nothing was tested with it: %s", what, why)
}
