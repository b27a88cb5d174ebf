package conform

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tlsresume/impl/defect"
	"tlsresume/impl/sim"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

func stored(t *testing.T, folder string) map[string]*traces.Trace {
	t.Helper()
	files, err := traces.Find(filepath.Join("..", "..", "traces", folder))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*traces.Trace{}
	for _, file := range files {
		if all[file], err = traces.Load(file); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func systems(t *testing.T, names ...string) []System {
	t.Helper()
	picked, err := Named(names)
	if err != nil {
		t.Fatal(err)
	}
	return picked
}

// What a system cannot play is no failure, and no pass: it is logged. A figure of an
// RFC must be played.
func TestStoredTracesReplayOnModelAndImplementation(t *testing.T) {
	for file, want := range stored(t, "") {
		for _, s := range systems(t, "impl", "model") {
			j := Judge(context.Background(), file, want, s)
			why := strings.Join(j.Reasons, "; ")
			figure := filepath.Base(filepath.Dir(file)) == "figures"
			switch {
			case j.Verdict == Same:
			case j.Verdict == Cannot && !figure:
				t.Logf("%s on %s: %s: %s", file, s, j.Verdict, why)
			default:
				t.Errorf("%s on %s: %s: %s", file, s, j.Verdict, why)
			}
		}
	}
}

// A figure that needs a server or client to misbehave can be played only where
// that end is ours.
var cannot = map[string]string{"iesg-2005-flow-1-as-printed.trace": "server"}

func TestFiguresReplayOnRealStacks(t *testing.T) {
	for file, want := range stored(t, "figures") {
		for _, s := range systems(t, "stdlib", "openssl") {
			t.Run(s.String()+"/"+filepath.Base(file), func(t *testing.T) {
				here(t, s)
				j := Judge(context.Background(), file, want, s)
				wanted := []Verdict{Same, Excused}
				if cannot[filepath.Base(file)] == s.Role {
					wanted = []Verdict{Cannot}
				}
				if !slices.Contains(wanted, j.Verdict) {
					t.Errorf("got %s, want %v: %s", j.Verdict, wanted, strings.Join(j.Reasons, "; "))
				}
			})
		}
	}
}

// Whatever suite a header names, model and code agree on what comes of it, with
// either kind of certificate.
func TestEverySuiteIsPlayedAlike(t *testing.T) {
	for _, suite := range wire.Suites {
		if suite.KX == wire.DHE || suite.KX == wire.PSK {
			continue // of which traces do not speak
		}
		if !slices.Contains(traces.Suites[:], suite.Name) {
			t.Errorf("no header can name %s", suite.Name)
		}
	}
	for _, suite := range traces.Suites {
		for _, cert := range []string{"ecdsa", "rsa"} {
			text := "rule: a suite\nfrom: here\nserver s0 ems tickets cert=" + cert + " suites=" + suite + "\nclient c0 ems tickets suites=" + suite + "\nseed: 1\n" +
				"\ndial k1 c0 s0\ndeliver k1.s\ndeliver k1.c\ndeliver k1.s\ndeliver k1.c\n" +
				"dial k2 c0 s0\ndeliver k2.s\ndeliver k2.c\ndeliver k2.s\n"
			script, err := traces.Parse("suite", []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			got, err := Follow(context.Background(), script)
			if err != nil {
				t.Errorf("%s with %s: %v", suite, cert, err)
				continue
			}
			resumed := strings.Contains(string(traces.Format(got)), "k2.s = resumed by=ticket")
			if fits := strings.Contains(suite, "_ECDSA_") == (cert == "ecdsa"); resumed != fits {
				t.Errorf("%s with %s: resumed %v, want %v\n%s", suite, cert, resumed, fits, traces.Format(got))
			}
		}
	}
}

// The following finds a defect, and makes the run that shows it short.
func TestFollowingFindsADefect(t *testing.T) {
	t.Setenv("TLSRESUME_OUT", t.TempDir())
	d := slices.IndexFunc(defect.All(), func(d defect.Defect) bool { return d.Name == "ticket-after-ccs" })
	open := sim.OpenWith(defect.All()[d].Open)
	play := func(ctx context.Context, s *traces.Trace) (*traces.Trace, error) { return FollowOn(ctx, s, open) }
	random := rand.New(rand.NewPCG(1, 0))
	for range 100 {
		script := Script(random.IntN, commands)
		_, err := Try(t.Context(), "defect", script, play)
		if err == nil {
			continue
		}
		written := onDisk(t, err)
		// A full handshake takes four, and what makes it possible may take one.
		if len(written.Steps) > 5 {
			t.Errorf("got %d commands, want at most 5\n%s", len(written.Steps), traces.Format(written))
		}
		if got, err := play(t.Context(), written); err == nil || traces.Diff(written, got) != nil {
			t.Errorf("got %v by playing what was written, want it again", err)
		}
		t.Log(err)
		return
	}
	t.Error("100 runs did not find the defect")
}

// The judge tells a trace that is not what the system does.
func TestAnEditedFigureDiffers(t *testing.T) {
	file := filepath.Join("..", "..", "traces", "figures", "draft-figure-1.trace")
	want, err := traces.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want.Steps {
		for k, e := range want.Steps[i].Events {
			if e.What == "NewSessionTicket" && e.Mark == traces.Sent {
				want.Steps[i].Events = slices.Delete(want.Steps[i].Events, k, k+1)
				break
			}
		}
	}
	for _, s := range systems(t, Names()...) {
		j := Judge(context.Background(), file, want, s)
		if j.Verdict != Differs && j.Verdict != Missing {
			t.Errorf("%s: got %s, want differs", s, j.Verdict)
		}
	}
}
