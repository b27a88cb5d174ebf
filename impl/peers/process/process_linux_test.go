package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// family is a process that has started another, whose number it prints. Both end
// with nothing but by force.
const family = `trap "" TERM INT HUP; sleep 600 & echo child $!; wait; sleep 600`

var child = regexp.MustCompile(`child (\d+)\n`)

func started(t *testing.T, ctx context.Context) (p *Process, childPid int) {
	t.Helper()
	p, err := Start(ctx, nil, "sh", "-c", family)
	if err != nil {
		t.Fatal(err)
	}
	err = p.Await(ctx, func(text string) bool {
		if m := child.FindStringSubmatch(text); m != nil {
			childPid, _ = strconv.Atoi(m[1])
		}
		return childPid != 0
	})
	if err != nil {
		t.Fatal(err)
	}
	return p, childPid
}

// gone waits for the end of a process that is not ours to wait for. A zombie
// has ended.
func gone(pid int) bool {
	for range 1000 {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil || strings.Contains(string(stat), ") Z ") {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}

func TestNothingIsLeft(t *testing.T) {
	for name, end := range map[string]func(*Process, context.CancelFunc){
		"killed":              func(p *Process, _ context.CancelFunc) { p.Kill() },
		"killed twice":        func(p *Process, _ context.CancelFunc) { p.Kill(); p.Kill() },
		"with the context":    func(p *Process, cancel context.CancelFunc) { cancel(); p.Wait() },
		"itself, not a child": func(p *Process, _ context.CancelFunc) { syscall.Kill(p.Pid(), syscall.SIGKILL); p.Wait() },
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			p, child := started(t, ctx)
			if p.Ended() {
				t.Error("got an end before it")
			}
			end(p, cancel)
			if !p.Ended() || !gone(p.Pid()) || !gone(child) {
				t.Errorf("got process %d or its child %d after the end", p.Pid(), child)
			}
		})
	}
}

// What we started dies when we are killed, and have no time to end it.
func TestNothingOutlivesUs(t *testing.T) {
	if os.Getenv("PROCESS_PARENT") != "" {
		p, err := Start(t.Context(), nil, "sleep", "600")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("child %d\n", p.Pid())
		select {}
	}
	parent, err := Start(t.Context(), []string{"PROCESS_PARENT=1"}, os.Args[0], "-test.run=^TestNothingOutlivesUs$")
	if err != nil {
		t.Fatal(err)
	}
	defer parent.Kill()
	pid := 0
	err = parent.Await(t.Context(), func(text string) bool {
		if m := child.FindStringSubmatch(text); m != nil {
			pid, _ = strconv.Atoi(m[1])
		}
		return pid != 0
	})
	if err != nil {
		t.Fatal(err, parent.Text())
	}
	syscall.Kill(parent.Pid(), syscall.SIGKILL)
	if !gone(pid) {
		syscall.Kill(pid, syscall.SIGKILL)
		t.Errorf("got process %d after its parent was killed", pid)
	}
}

func TestRun(t *testing.T) {
	text, err := Run(t.Context(), []string{"GREETING=hello"}, "sh", "-c", "cat; echo $GREETING; echo there >&2")
	if err != nil || text != "hello\nthere\n" {
		t.Errorf("got %q, %v", text, err)
	}
	text, err = Run(t.Context(), nil, "sh", "-c", "echo why; exit 3")
	if text != "why\n" || err == nil || !strings.Contains(err.Error(), "exit status 3\nwhy") {
		t.Errorf("got %q, %v", text, err)
	}
	if _, err := Run(t.Context(), nil, "/no/such/program"); err == nil {
		t.Error("got no error of a program that is not there")
	}
}

func TestAwait(t *testing.T) {
	p, err := Start(t.Context(), nil, "cat")
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(p.Stdin, "one\n")
	if err := p.Await(t.Context(), func(text string) bool { return text == "one\n" }); err != nil {
		t.Error(err)
	}
	never := func(string) bool { return false }
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := p.Await(ctx, never); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the context's", err)
	}
	p.Stdin.Close()
	if err := p.Await(t.Context(), never); err != ErrEnded {
		t.Errorf("got %v, want %v", err, ErrEnded)
	}
}

func TestOutputIsBounded(t *testing.T) {
	text, err := Run(t.Context(), nil, "sh", "-c", fmt.Sprintf("head -c %d /dev/zero", maxOutput+1000))
	if err != nil || len(text) != maxOutput {
		t.Errorf("got %d bytes, %v, want %d", len(text), err, maxOutput)
	}
}
