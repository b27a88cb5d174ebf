package conform

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tlsresume/impl/sim"
	"tlsresume/traces"
)

// How many random scripts are counted: they reach nothing that the others do not, or the
// others would not do; but what they reach must not be among what no trace reaches.
const counted = 200

// What of the implementation is reached by the stored traces, the paths that cover the
// model, and ends that say each message in each place is what testdata says, and all that
// can be reached. All of it is what the model does, too.
func TestWhatIsReachedOfTheImplementation(t *testing.T) {
	c := NewCoverage()
	play := func(ctx context.Context, s *traces.Trace) (*traces.Trace, error) {
		return alongside(ctx, s, sim.OpenWith(c.Seams))
	}
	add := func(what string, s *traces.Trace) {
		got, err := Try(t.Context(), "coverage-"+what, s, play)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		c.Add(got)
	}
	sweep, err := Sweep(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range sweep {
		add(fmt.Sprintf("sweep-%d", i), s)
	}
	files := stored(t, "")
	for _, file := range slices.Sorted(maps.Keys(files)) {
		if s := files[file]; s.Header.Adversary == "" {
			add(strings.TrimSuffix(filepath.Base(file), traces.Extension), s)
		}
	}
	for _, v := range covered(t) {
		for i, p := range v.Paths {
			add(fmt.Sprintf("%s-%d", v.Config, i), p)
		}
	}
	var slots, reasons bytes.Buffer
	wrong := append(c.Slots(&slots), c.WriteReasons(&reasons)...)
	for _, w := range wrong {
		t.Error(w)
	}
	kept(t, "slots.txt", slots.Bytes())
	kept(t, "reasons.txt", reasons.Bytes())
	for i := range counted {
		add(fmt.Sprintf("random-%d", i), Script(rand.New(rand.NewPCG(uint64(i), 0)).IntN, commands))
	}
	for _, w := range append(c.Slots(&slots), c.WriteReasons(&reasons)...) {
		t.Errorf("with random scripts: %s", w)
	}
}
