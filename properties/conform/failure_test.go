package conform

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tlsresume/traces"
)

// onDisk is the trace that a failure says to replay: it is there, and it is the failure's.
func onDisk(t *testing.T, err error) *traces.Trace {
	t.Helper()
	var f *Failure
	if !errors.As(err, &f) {
		t.Fatalf("got %v, want a failure", err)
	}
	if want := "replay: " + f.Replay; !strings.HasSuffix(err.Error(), want) {
		t.Errorf("got %q, want that it ends in %q", err, want)
	}
	written, err := traces.Load(f.Replay[strings.LastIndex(f.Replay, " ")+1:])
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(traces.Format(written)), string(traces.Format(f.Answered)); got != want {
		t.Errorf("got on disk\n%s\nwant\n%s", got, want)
	}
	return written
}

// ticking is a script of so many ticks.
func ticking(t *testing.T, n int) *traces.Trace {
	t.Helper()
	s, err := written("ticks", "server s0\nclient c0\n", append([]string{"dial k1 c0 s0"}, strings.Split(strings.Repeat("tick 1d\n", n)+"tick 2d", "\n")...))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// times is how often a script has a command.
func times(s *traces.Trace, command string) int {
	return strings.Count(string(traces.Format(s)), "\n"+command)
}

var errWrong = errors.New("wrong")

// A failure is on disk as it was found before anything shorter is tried, and as it is told
// before it is told.
func TestAFailureIsOnDiskBeforeItIsReported(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TLSRESUME_OUT", dir)
	script, plays := ticking(t, 6), 0
	_, err := Try(t.Context(), "ticks", script, func(_ context.Context, s *traces.Trace) (*traces.Trace, error) {
		if plays++; plays == 2 {
			found, err := traces.Load(filepath.Join(dir, "ticks"+traces.Extension))
			if err != nil {
				t.Error(err)
			} else if got, want := traces.Format(found), traces.Format(script); string(got) != string(want) {
				t.Errorf("got before it was made short\n%s\nwant\n%s", got, want)
			}
		}
		if n := times(s, "tick 1d"); n >= 2 {
			return nil, fmt.Errorf("%d ticks: %w", n, errWrong)
		}
		return nil, nil
	})
	if short := onDisk(t, err); len(short.Steps) != 2 || times(short, "tick 1d") != 2 {
		t.Errorf("got %d commands, want 2 ticks\n%s", len(short.Steps), traces.Format(short))
	}
	if !errors.Is(err, errWrong) || !strings.HasPrefix(err.Error(), "2 ticks: ") {
		t.Errorf("got %v, want what is wrong with 2 ticks", err)
	}
}

// A shorter script is not taken when it cannot be played: it says nothing of the failure.
func TestWhatCannotBePlayedIsNoFailure(t *testing.T) {
	t.Setenv("TLSRESUME_OUT", t.TempDir())
	play := func(_ context.Context, s *traces.Trace) (*traces.Trace, error) {
		switch {
		case times(s, "tick 2d") == 0:
			return nil, fmt.Errorf("without two days: %w", traces.ErrCannot)
		case times(s, "tick 1d") > 0:
			return nil, errWrong
		}
		return nil, nil
	}
	_, err := Try(t.Context(), "ticks", ticking(t, 6), play)
	if short := onDisk(t, err); !errors.Is(err, errWrong) || len(short.Steps) != 2 || times(short, "tick 2d") != 1 {
		t.Errorf("got %v, want one tick of a day and one of two", err)
	}
	script := ticking(t, 6)
	script.Steps = script.Steps[:3]
	if _, err := Try(t.Context(), "ticks", script, play); errors.As(err, new(*Failure)) || !errors.Is(err, traces.ErrCannot) {
		t.Errorf("got %v of a script that cannot be played, want that alone", err)
	}
}

// What was interrupted is no failure. What was found before is one, as long as it is.
func TestWhatIsInterruptedIsNoFailure(t *testing.T) {
	t.Setenv("TLSRESUME_OUT", t.TempDir())
	interruptedBehind := func(finds int) error {
		ctx, cancel := context.WithCancel(t.Context())
		plays := 0
		_, err := Try(ctx, "ticks", ticking(t, 6), func(ctx context.Context, s *traces.Trace) (*traces.Trace, error) {
			if plays++; plays <= finds {
				return nil, errWrong
			}
			cancel()
			return nil, ctx.Err()
		})
		return err
	}
	if err := interruptedBehind(0); errors.As(err, new(*Failure)) || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was interrupted", err)
	}
	if err := interruptedBehind(1); len(onDisk(t, err).Steps) != 8 {
		t.Errorf("got %v, want all of the script", err)
	}
}

// What fails once and never again is told as it was.
func TestAFailureThatDoesNotComeBack(t *testing.T) {
	t.Setenv("TLSRESUME_OUT", t.TempDir())
	plays := 0
	_, err := Try(t.Context(), "ticks", ticking(t, 6), func(context.Context, *traces.Trace) (*traces.Trace, error) {
		if plays++; plays == 1 {
			return nil, errWrong
		}
		return nil, nil
	})
	if all := onDisk(t, err); !errors.Is(err, errWrong) || len(all.Steps) != 8 {
		t.Errorf("got %v, want what was wrong with all of the script", err)
	}
}

// Where nothing can be written, both errors are told, and nothing is said to be on disk.
func TestAFailureThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TLSRESUME_OUT", file)
	_, err := Try(t.Context(), "ticks", ticking(t, 1), func(context.Context, *traces.Trace) (*traces.Trace, error) {
		return nil, errWrong
	})
	var unwritten *os.PathError
	if !errors.Is(err, errWrong) || !errors.As(err, &unwritten) || errors.As(err, new(*Failure)) {
		t.Errorf("got %v, want what is wrong, and that it could not be written", err)
	}
}
