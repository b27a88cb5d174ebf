package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"tlsresume/fuzz/entries"
	"tlsresume/impl/capture"
	"tlsresume/impl/capture/pcapng"
	"tlsresume/properties/conform"
	"tlsresume/traces"
	"tlsresume/traces/view"
)

// A played is a trace that one system has played, with what was seen of it.
type played struct {
	want *traces.Trace
	conform.Judgement
	run *capture.Run
}

// A form is a file that shows a run.
type form struct {
	flag, about string
	wires       bool // it shows what went over wires, which the model has none of
	make        func(played) ([]byte, error)
}

// forms are the files that replay writes where they are asked for.
var forms = []form{
	{"keylog", "write the secrets of the run's handshakes, as SSLKEYLOGFILE has them", true,
		func(p played) ([]byte, error) { return p.run.KeyLogged(), nil }},
	{"html", "write the run as a page for a browser: chart, steps, states and what is broken", false, pageOf},
	{"mermaid", "write the run as a sequence chart, in Mermaid", false,
		func(p played) ([]byte, error) { return traces.Chart(p.Got), nil }},
	{"itf", "write the state of the ends behind each step, in the Informal Trace Format of Apalache", false,
		func(p played) ([]byte, error) { return view.ITF(p.Got, p.Trace) }},
	{"pcapng", "write what went over the wires, with the secrets, for Wireshark", true, captured},
}

// captured is the run as a capture file.
func captured(p played) ([]byte, error) {
	h := p.want.Header
	return pcapng.Encode(p.run, pcapng.World{
		Clients: namesOf(h.Clients), Servers: namesOf(h.Servers), Adversary: h.Adversary,
		Comment: fmt.Sprintf("%s on %s: %s (%s)", p.Trace, player(p.Judgement), p.Verdict, h.Rule),
	})
}

func namesOf(nodes []traces.Node) (names []string) {
	for _, n := range nodes {
		names = append(names, n.Name)
	}
	return names
}

// evidence is the files that were asked for, by the flags of their forms.
type evidence map[string]*string

// flags gives each form its flag.
func (e evidence) flags(set *pflag.FlagSet) {
	for _, f := range forms {
		e[f.flag] = set.String(f.flag, "", f.about+", to this `file`")
	}
}

// wanted are the forms that were asked for.
func (e evidence) wanted() (wanted []form) {
	for _, f := range forms {
		if *e[f.flag] != "" {
			wanted = append(wanted, f)
		}
	}
	return wanted
}

// fits says that one trace is to be played on one system: a file shows one run.
func (e evidence) fits(files []file, systems []conform.System) error {
	for _, f := range e.wanted() {
		switch {
		case len(files) > 1:
			return fmt.Errorf("got --%s with %d traces, want one: a file shows one run", f.flag, len(files))
		case len(systems) > 1:
			return fmt.Errorf("got --%s with %s, want --on one of them: a file shows one run", f.flag, listed(systems))
		case f.wires && systems[0].Name == "model":
			return fmt.Errorf("got --%s with --on model, want another system: the model has no wires", f.flag)
		}
	}
	return nil
}

func listed(systems []conform.System) string {
	var names []string
	for _, s := range systems {
		names = append(names, fmt.Sprintf("%q", s))
	}
	return strings.Join(names, ", ")
}

// record is a context in which what goes over wires is seen.
func (e evidence) record(ctx context.Context) (context.Context, *capture.Run) {
	if len(e.wanted()) == 0 {
		return ctx, nil
	}
	run := new(capture.Run)
	return capture.Into(ctx, run), run
}

// write writes the files. A run that has not begun leaves none.
func (e evidence) write(p played) error {
	for _, f := range e.wanted() {
		if p.Got == nil {
			return inconclusive(fmt.Errorf("%s: not written: %s was not played on %s: %s",
				*e[f.flag], p.Trace, player(p.Judgement), strings.Join(p.Reasons, "; ")))
		}
		content, err := f.make(p)
		if err == nil {
			err = entries.Replace(*e[f.flag], content)
		}
		if err != nil {
			return usage(fmt.Errorf("--%s: %w", f.flag, err))
		}
	}
	return nil
}

// worse is the error that decides how replay ends: what was found goes before what could
// not be written.
func worse(outcome, written error) error {
	if exitCode(outcome) == codeFinding {
		return errors.Join(outcome, written)
	}
	if written != nil {
		return written
	}
	return outcome
}
