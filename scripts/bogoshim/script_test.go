package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A runner that asks of its shim what the real one asks first.
const standIn = `package runner

import (
	"flag"
	"os/exec"
	"testing"
)

var (
	path          = flag.String("shim-path", "", "")
	unimplemented = flag.Bool("allow-unimplemented", false, "")
	loose         = flag.Bool("loose-errors", false, "")
	test          = flag.String("test", "", "")
)

func TestAll(t *testing.T) {
	out, err := exec.Command(*path, "-is-handshaker-supported").Output()
	if err != nil || string(out) != "No\n" || !*unimplemented || !*loose || *test != "Resume*" {
		t.Fatalf("got %q, %v, the flags %t %t %q", out, err, *unimplemented, *loose, *test)
	}
}
`

func TestScript(t *testing.T) {
	folder := t.TempDir()
	for file, text := range map[string]string{"go.mod": "module runner\n", "runner_test.go": standIn} {
		if err := os.WriteFile(filepath.Join(folder, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		args []string
		ok   bool
		says string
	}{
		{[]string{folder, "-test", "Resume*"}, true, "ok"},
		{[]string{folder, "-test", "other"}, false, `the flags true true "other"`},
		{[]string{t.TempDir()}, false, "got no Go package, want the runner's folder"},
		{nil, false, "usage: bogo.sh"},
	} {
		out, err := exec.Command("../bogo.sh", test.args...).CombinedOutput()
		if (err == nil) != test.ok || !strings.Contains(string(out), test.says) {
			t.Errorf("%q: got %v, %s", test.args, err, out)
		}
	}
}
