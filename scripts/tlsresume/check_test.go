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

	"tlsresume/impl/peers/installed"
	"tlsresume/model/check"
	"tlsresume/model/resume"
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
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		installed.Missing(t, "/proc", err.Error())
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(p.Process.Pid) + "/stat")
	if err != nil {
		t.Fatal(err)
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

// What check ends with: of one world what is true of it, of all of them whether each is
// what its configuration says.
func TestCheckEndsWithWhatItFound(t *testing.T) {
	const broken, holds, unknown = check.Broken, check.Holds, check.Inconclusive
	for _, c := range []struct {
		breaks   string // of the configuration
		defect   string // the invariant that a defect is to break
		verdict  check.Verdict
		found    string // the invariants that were broken
		missed   string // goals
		complete bool
		all, one int // exit codes, without and with --config
		words    string
	}{
		{"", "", holds, "", "", true, 0, 0, "holds"},
		{"", "", broken, "a", "", true, 1, 1, "broken"},
		{"", "", broken, "", "g", true, 1, 1, "broken"},
		{"", "", unknown, "", "g", false, 3, 3, "inconclusive"},
		{"a", "", broken, "a", "", false, 0, 1, "broken as expected"},
		{"a", "", broken, "b", "", false, 1, 1, "broken"},
		{"a", "", broken, "a b", "", false, 1, 1, "broken"},
		{"a", "", broken, "", "g", true, 1, 1, "broken"},
		{"a", "", holds, "", "", true, 1, 1, "holds"},
		{"a", "", unknown, "", "", false, 3, 3, "inconclusive"},
		{"", "a", broken, "a b", "", false, 0, 1, "broken as expected"},
		{"a", "b", broken, "a", "", false, 1, 1, "broken"},
		{"", "g", broken, "", "g", true, 0, 1, "broken as expected"},
		{"", "g", broken, "b", "g", false, 1, 1, "broken"},
		{"", "a", holds, "", "", true, 1, 1, "holds"},
	} {
		x := exploration{job: job{config: configuration{name: "w", breaks: c.breaks}}}
		if c.defect != "" {
			x.defect = &mistake{breaks: c.defect}
		}
		x.Verdict, x.Complete, x.missed = c.verdict, c.complete, strings.Fields(c.missed)
		for _, name := range strings.Fields(c.found) {
			x.broken = append(x.broken, resume.Finding{Name: name})
		}
		fine := exploration{found: found{Outcome: check.Outcome{Verdict: holds, Complete: true}}}
		all := exitCode(checkOptions{}.outcome([]exploration{fine, x, fine}))
		one := exitCode(checkOptions{config: "w"}.outcome([]exploration{x}))
		if all != c.all || one != c.one || x.verdict() != c.words {
			t.Errorf("%+v: got exit codes %d and %d, %q", c, all, one, x.verdict())
		}
	}
}

// A goal that no state reaches is told to machines as well.
func TestSummariesTellWhatIsMissed(t *testing.T) {
	x := exploration{found: found{goals: []resume.Finding{{Name: "reached"}}, missed: []string{"missed"}}}
	if got := x.summary().Goals; len(got) != 2 || !got["reached"] || got["missed"] {
		t.Errorf("got %v, want one of the two", got)
	}
}

// A defect is looked for among those of the model that the configuration is one of.
func TestDefectsBelongToTheirModel(t *testing.T) {
	for _, c := range []struct {
		defect, config string
		known          bool
	}{
		{"ticket-after-ccs", "", true}, {"ticket-after-ccs", "ticket-age", true}, {"ticket-after-ccs", "exporter-ems", false},
		{"ems-off", "", true}, {"ems-off", "exporter-ems", true}, {"ems-off", "ticket-order", false},
	} {
		if _, err := mistakeNamed(c.defect, c.config); (err == nil) != c.known {
			t.Errorf("%s in %q: got %v, want it known: %v", c.defect, c.config, err, c.known)
		}
	}
}
