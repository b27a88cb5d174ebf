package conform

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"tlsresume/model/resume"
)

var (
	coverAll = flag.Bool("cover.all", false, "cover all configurations that are not deep, and not the small ones alone: half a minute")
	update   = flag.Bool("update", false, "rewrite what testdata says of coverage with what it is now")
)

// coverings are those of this test run.
var coverings = sync.OnceValues(func() ([]*resume.Covering, error) {
	states, _ := size()
	return Cover(context.Background(), states)
})

// size is how many states a configuration has at most that this test run covers, and what
// of testdata has its counts. With -short it is what the race detector has time for.
func size() (states int64, counts string) {
	switch {
	case *coverAll:
		return 0, "cover-all.txt"
	case testing.Short():
		return 2_000, "cover-short.txt"
	}
	return Small, "cover.txt"
}

func covered(t *testing.T) []*resume.Covering {
	t.Helper()
	all, err := coverings()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Model to code: whatever transition the model has, the implementation has it, too. The
// counts are those of testdata, so that an edit which shrinks them does not go unseen.
func TestEveryTransitionOfTheModelIsPlayedAlike(t *testing.T) {
	all := covered(t)
	for _, c := range all {
		// Some of these worlds are there to break a property.
		err := Each(t.Context(), 0, len(c.Paths), func(i int) error {
			_, err := Try(t.Context(), fmt.Sprintf("model-to-code-%s-%d", c.Config, i), c.Paths[i], Compare)
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", c.Config, err)
		}
	}
	var tally bytes.Buffer
	Tally(&tally, all)
	_, name := size()
	kept(t, name, tally.Bytes())
}

// kept compares what is with what testdata says, and prints it.
func kept(t *testing.T, name string, is []byte) {
	t.Helper()
	t.Logf("\n%s", is)
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, is, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	was, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(is, was) {
		t.Errorf("%s: got\n%s\nwant\n%s\n-update rewrites it", file, is, was)
	}
}
