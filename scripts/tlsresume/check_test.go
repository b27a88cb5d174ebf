package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"tlsresume/model/check"
)

// An exploration that is interrupted says what was seen, and claims nothing: neither
// that anything holds nor that a goal is out of reach.
func TestInterruptedCheckHasNoVerdict(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, o := range []checkOptions{{}, {config: "ticket-order"}, {config: "exporter-ems"}, {json: true}} {
		var out, talk bytes.Buffer
		if err := o.run(ctx, &out, &talk); !errors.Is(err, context.Canceled) {
			t.Errorf("%+v: got %v, want it to be canceled", o, err)
		}
		if !strings.Contains(out.String(), "interrupted") {
			t.Errorf("%+v: got %q, want an interrupted exploration", o, &out)
		}
		for _, word := range []string{"holds", "broken", "no state reaches", `"as_expected": true`} {
			if strings.Contains(out.String(), word) {
				t.Errorf("%+v: got %q, want nothing that says %q", o, &out, word)
			}
		}
		hasAll(t, "check", talk.String(), "interrupted in configuration 1 of ")
	}
}

var interruptedLine = regexp.MustCompile(`(?m)^\S+ +interrupted +[1-9][0-9]* +[1-9]`)

func TestCheckEndsBySignal(t *testing.T) {
	p := start(t, nil, "tlsresume", "check")
	for p.time(t) < 300*time.Millisecond { // it explores by then
		time.Sleep(time.Millisecond)
	}
	p.Process.Signal(os.Interrupt)
	out := new(bytes.Buffer)
	out.ReadFrom(p.out)
	p.Wait()
	if code := p.ProcessState.ExitCode(); code != 130 || !interruptedLine.Match(out.Bytes()) {
		t.Errorf("got exit code %d, want 130 and the counts of what was interrupted\n%s%s", code, out, p.talk)
	}
}

// time is how long the process has had a processor.
func (p *process) time(t *testing.T) time.Duration {
	t.Helper()
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(p.Process.Pid) + "/stat")
	if err != nil {
		t.Skip(err)
	}
	_, fields, _ := bytes.Cut(stat, []byte(") "))
	ticks, err := strconv.Atoi(strings.Fields(string(fields))[11]) // utime, proc_pid_stat(5)
	if err != nil {
		t.Fatal(err)
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

func TestProgressOfCheck(t *testing.T) {
	var talk bytes.Buffer
	job{config: configuration{name: "big"}}.tell(&talk, check.Progress{States: 1234, Queue: 56, Depth: 7, Rate: 89.4})
	if got, want := talk.String(), "big: 1234 states, 56 in the queue, 89 states/s, depth 7\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
