package installed_test

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"

	"tlsresume/impl/peers/installed"
)

// A recorder is a test that only keeps how it ended.
type recorder struct {
	testing.TB
	said string
}

func (r *recorder) Helper()                           {}
func (r *recorder) Fatalf(format string, args ...any) { r.end("fail", format, args) }
func (r *recorder) Skipf(format string, args ...any)  { r.end("skip", format, args) }

func (r *recorder) end(how, format string, args []any) {
	r.said = how + " " + fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// find looks for a program as a test of its own would.
func find(name string) (path, said string) {
	r, done := new(recorder), make(chan struct{})
	go func() {
		defer close(done)
		path = installed.Program(r, name, "some-package")
	}()
	<-done
	return path, r.said
}

func TestProgram(t *testing.T) {
	for _, v := range []struct{ peers, name, want string }{
		{"", "no-such-program", "skip MISSING no-such-program"},
		{"some", "no-such-program", "skip MISSING no-such-program"},
		{"all", "no-such-program", "fail MISSING no-such-program"},
		{"all", os.Args[0], ""},
	} {
		t.Setenv("TLSRESUME_PEERS", v.peers)
		path, said := find(v.name)
		if !strings.HasPrefix(said, v.want) || (said == "") != (path == v.name) || said != "" && !strings.Contains(said, "some-package") {
			t.Errorf("%s of %q: got %q, said %q", v.name, v.peers, path, said)
		}
	}
}
