package campaign

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"tlsresume/impl/peers/process"
)

// mark is the variable that all processes of a campaign have in their environment, with its
// folder: so those of a dead campaign are known for what they are.
const mark = "TLSRESUME_CAMPAIGN"

// grace is how long an engine has to end by itself: go-fuzz sleeps for two seconds first.
const grace = 10 * time.Second

// A child is a process that a campaign starts: in a group of its own, which ends with it,
// and which the death of the campaign ends.
type child struct {
	args []string
	dir  string
	env  []string
	line func(string) // is given what it prints, line by line
}

// run waits for the end. When the context ends the process is interrupted, and killed when
// it does not mind. The error has the last that it printed.
func (c child) run(ctx context.Context) error {
	out := &lines{each: c.line}
	command := exec.CommandContext(ctx, c.args[0], c.args[1:]...)
	command.Dir, command.Env = c.dir, append(os.Environ(), c.env...)
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = grace
	err := inGroup(command, out)
	switch {
	case ctx.Err() != nil:
		return ctx.Err() // and it says nothing of its own
	case err != nil:
		return fmt.Errorf("%s: %w\n%s", filepath.Base(c.args[0]), err, out.tail())
	}
	return nil
}

// inGroup runs a command in a process group, and ends what is left of the group when
// it has ended.
func inGroup(c *exec.Cmd, out *lines) error {
	r, w, err := os.Pipe() // a file of ours: Wait must not wait until all of the group have closed it
	if err != nil {
		return err
	}
	defer r.Close()
	c.Stdout, c.Stderr = w, w
	wait, err := process.Apart(c)
	w.Close()
	if err != nil {
		return err
	}
	read := make(chan struct{})
	go func() { io.Copy(out, r); close(read) }()
	err = wait()
	<-read
	out.Close()
	return err
}

// endOrphans kills the processes of a dead campaign on this folder, and gives how many
// there were. The caller holds the folder's lock: none of them is another campaign's.
func endOrphans(folder string) (int, error) {
	procs, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return 0, err
	}
	ended := 0
	want := []byte(marked(folder))
	for _, proc := range procs {
		pid, _ := strconv.Atoi(filepath.Base(proc))
		env, err := os.ReadFile(filepath.Join(proc, "environ"))
		if err != nil || pid == os.Getpid() {
			continue // it has gone, or is another user's
		}
		if slices.ContainsFunc(bytes.Split(env, []byte{0}), func(v []byte) bool { return bytes.Equal(v, want) }) {
			if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
				return ended, fmt.Errorf("process %d of a dead campaign: %w", pid, err)
			}
			ended++
		}
	}
	return ended, nil
}

func marked(folder string) string { return mark + "=" + folder }

// lines cuts what is written into lines, and keeps the last.
type lines struct {
	each func(string)
	part []byte
	last []string
}

// tailLines is how much of a failed command's output is told.
const tailLines = 20

// Write takes some of the output.
func (l *lines) Write(data []byte) (int, error) {
	l.part = append(l.part, data...)
	for {
		line, rest, whole := bytes.Cut(l.part, []byte("\n"))
		if !whole {
			return len(data), nil
		}
		l.take(string(line))
		l.part = rest
	}
}

// Close takes the line that has no end.
func (l *lines) Close() {
	if len(l.part) > 0 {
		l.take(string(l.part))
		l.part = nil
	}
}

func (l *lines) take(line string) {
	l.last = append(l.last, line)
	if len(l.last) > tailLines {
		l.last = slices.Clone(l.last[1:])
	}
	if l.each != nil {
		l.each(line)
	}
}

func (l *lines) tail() string { return strings.Join(l.last, "\n") }
