package archive_test

import (
	"errors"
	"flag"
	"path/filepath"
	"slices"
	"testing"

	"tlsresume/fuzz"
	"tlsresume/fuzz/archive"
	"tlsresume/fuzz/entries"
	"tlsresume/impl/peers/installed"
)

var build = flag.Bool("build", false, "build archives of targets, a minute each, and replay the corpora")

func built(t *testing.T, h archive.Harness) *archive.Program {
	t.Helper()
	if !*build {
		t.Skip("SKIPPED, nothing was built: run go test ./fuzz/archive -build")
	}
	folder := filepath.Join("..", "..", ".fuzz", "build", "libfuzzer")
	p, err := archive.Build(t.Context(), filepath.Join("..", ".."), h, folder)
	var missing *archive.MissingTool
	if errors.As(err, &missing) {
		installed.Missing(t, missing.Tool, err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func corpus(t *testing.T, target string) (data [][]byte) {
	t.Helper()
	all, err := entries.Sound(filepath.Join("..", "..", "corpus", target))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		data = append(data, e.Data)
	}
	return data
}

// What OSS-Fuzz links with libFuzzer is linked with our main.
func TestArchivesReplayTheirCorpora(t *testing.T) {
	for _, target := range []string{"NewSessionTicket", "Server"} {
		t.Run(target, func(t *testing.T) {
			replays(t, built(t, archive.Of(target)), corpus(t, target))
		})
	}
}

// One build replays all corpora.
func TestEveryCorpusReplays(t *testing.T) {
	every := built(t, archive.Every)
	for _, target := range fuzz.Targets() {
		t.Run(target.Name, func(t *testing.T) {
			replays(t, every.Target(target.Name), corpus(t, target.Name))
		})
	}
}

// replays sees that entries reach something, not all of them the same, and that it is the same
// in another process, where they come the other way round. What is not is told.
func replays(t *testing.T, p *archive.Program, list [][]byte) {
	t.Helper()
	measured, err := p.Measure(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(list)
	again, err := p.Measure(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(again)
	chance := slices.Compact(slices.Sorted(slices.Values(append(archive.Unstable(measured), archive.Unstable(again)...))))
	stable := func(c archive.Counters) []archive.Feature {
		return slices.DeleteFunc(slices.Clone(c.Features), func(f archive.Feature) bool { return slices.Contains(chance, f.Counter()) })
	}
	features, differ := map[archive.Feature]bool{}, 0
	for i := range measured {
		got, want := stable(again[i]), stable(measured[i])
		for _, f := range want {
			features[f] = true
		}
		if !slices.Equal(got, want) {
			t.Errorf("entry %d: its features are not those of another process: %v", i, apart(got, want))
		}
		if !slices.Equal(want, stable(measured[0])) {
			differ++
		}
	}
	if len(features) == 0 || differ == 0 {
		t.Errorf("got %d features, %d entries that differ from the first: nothing is told apart", len(features), differ)
	}
	if len(chance) > mostUnstable {
		t.Errorf("got counters that are not the same each time, %v, want at most %d of them", chance, mostUnstable)
	}
	t.Logf("%d entries, %d features, and counters that are chance: %v", len(list), len(features), chance)
}

// mostUnstable is how many counters of a target may be chance, such as how far a map is
// walked before what is looked for comes.
const mostUnstable = 4

// apart are the features that only one of two has.
func apart(a, b []archive.Feature) (all []archive.Feature) {
	for _, of := range [][2][]archive.Feature{{a, b}, {b, a}} {
		for _, f := range of[0] {
			if !slices.Contains(of[1], f) {
				all = append(all, f)
			}
		}
	}
	return all
}
