package peers

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"tlsresume/impl/peers/installed"
	"tlsresume/impl/sim"
	"tlsresume/traces"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// hint is the one fact of a message that is the stack's own to choose (RFC 5077
// 3.3).
const hint = "hint"

func name(p Peer) string { return p.Stack + " " + p.Role.String() }

// fit edits the header of a trace for a peer, as its limits say. The other end
// changes only for a stack that keeps no session IDs.
func fit(t *traces.Trace, p Peer) (fitted *traces.Trace, changed bool) {
	h := t.Header
	h.Servers, h.Clients = slices.Clone(h.Servers), slices.Clone(h.Clients)
	theirs := h.Clients
	if p.Role == Server {
		theirs = h.Servers
	}
	for i := range theirs {
		for _, l := range p.Limits() {
			sign := "-"
			if l.Always {
				sign = "+"
			}
			if l.check(theirs[i]) != nil && l.Option != "ems" && l.Option != "key" {
				theirs[i], changed = theirs[i].Edit([]string{sign + l.Option}), true
			}
		}
	}
	for i, n := range h.Servers {
		if _, cache := n.Has("cache"); cache && name(p) == "stdlib client" {
			h.Servers[i], changed = n.Edit([]string{"-cache"}), true
		}
	}
	return &traces.Trace{Header: h, Steps: t.Steps}, changed
}

// symbolic are the facts whose values are symbols, but for promised and empty.
var symbolic = []string{"ticket", "session_id", "ms", "tls_unique"}

// ends gives for each end what an observer of a real stack sees of a run, with
// symbols numbered in the order in which they are met.
func ends(t *traces.Trace, p Peer) map[string][]string {
	all := map[string][]traces.Event{}
	for _, s := range t.Steps {
		for _, e := range s.Events {
			if e.Mark != traces.Accepted {
				all[e.End] = append(all[e.End], visible(e, p))
			}
		}
	}
	seen, count := map[string]string{}, map[byte]int{}
	texts := map[string][]string{}
	for _, end := range slices.Sorted(maps.Keys(all)) {
		for _, e := range all[end] {
			for i, f := range e.Facts {
				if slices.Contains(symbolic, f.Key) && strings.ContainsAny(f.Value, "0123456789") {
					if seen[f.Value] == "" {
						count[f.Value[0]]++
						seen[f.Value] = fmt.Sprint(string(f.Value[0]), count[f.Value[0]])
					}
					e.Facts[i].Value = seen[f.Value]
				}
			}
			texts[end] = append(texts[end], e.String())
		}
	}
	return texts
}

func visible(e traces.Event, p Peer) traces.Event {
	e.Note, e.Facts = "", slices.Clone(e.Facts)
	if !strings.HasSuffix(e.End, "."+p.Role.String()[:1]) {
		return e
	}
	e.Facts = slices.DeleteFunc(e.Facts, func(f traces.Fact) bool {
		switch e.Mark {
		case traces.Agreed:
			return !slices.Contains(p.Sees, f.Key)
		case traces.Aborted:
			return true
		}
		return f.Key == hint
	})
	return e
}

func TestFigures(t *testing.T) {
	files, err := traces.Find("../../traces/figures")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range All() {
		for _, file := range files {
			t.Run(name(p)+"/"+filepath.Base(file), func(t *testing.T) {
				if why := p.Missing(); why != "" {
					installed.Missing(t, name(p), why)
				}
				want, err := traces.Load(file)
				if err != nil {
					t.Fatal(err)
				}
				playFigure(t, p, want)
			})
		}
	}
}

func playFigure(t *testing.T, p Peer, want *traces.Trace) {
	ctx, done := context.WithTimeout(t.Context(), 20*time.Second)
	defer done()
	fitted, changed := fit(want, p)
	got, err := traces.Run(ctx, p.Open, fitted)
	if p.Role == Server && misbehaves(want) {
		if !errors.Is(err, traces.ErrCannot) {
			t.Errorf("got the error %v of a stack that is told to misbehave, want cannot", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if changed {
		if want, err = traces.Run(ctx, sim.Open, fitted); err != nil {
			t.Fatal(err)
		}
	}
	w, g := ends(want, p), ends(got, p)
	for end := range w {
		if !slices.Equal(w[end], g[end]) {
			t.Errorf("%s: got\n%s\nwant\n%s", end, strings.Join(g[end], "\n"), strings.Join(w[end], "\n"))
		}
	}
}

func misbehaves(t *traces.Trace) bool {
	return slices.ContainsFunc(t.Steps, func(s traces.Step) bool { return s.Command.Verb == "omit" })
}
