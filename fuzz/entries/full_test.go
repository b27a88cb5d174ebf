package entries_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"tlsresume/fuzz/entries"
	"tlsresume/impl/peers/installed"
)

// Where no more can be written, nothing half is left. A process that may write no long
// files meets it anywhere; a disk that is full, where a small one can be mounted.
func TestAddIsWholeOrNotAtAll(t *testing.T) {
	if dir := os.Getenv("ENTRIES_FULL"); dir != "" {
		addTooMuch(t, dir)
		return
	}
	for name, within := range map[string]string{
		"limit": `ulimit -f 8`,
		"disk":  `mount -t tmpfs -o size=64k tmpfs "$ENTRIES_FULL" || exit 42`,
	} {
		t.Run(name, func(t *testing.T) {
			again := []string{"sh", "-c", within + `; exec "$0" -test.run='^TestAddIsWholeOrNotAtAll$' -test.v`, os.Args[0]}
			if name == "disk" {
				again = append([]string{"unshare", "-rm"}, again...)
			}
			c := exec.Command(again[0], again[1:]...)
			c.Env = append(os.Environ(), "ENTRIES_FULL="+t.TempDir())
			out, err := c.CombinedOutput()
			switch {
			case err == nil && strings.Contains(string(out), "--- PASS"):
			case name == "disk" && !strings.Contains(string(out), "--- FAIL"):
				installed.Missing(t, "a small file system", fmt.Sprintf("none can be mounted, so that no disk is full: %v: %s", err, out))
			default:
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}

// addTooMuch adds an entry where there is no room for it.
func addTooMuch(t *testing.T, dir string) {
	t.Helper()
	f := entries.Folder{Path: dir}
	if _, _, err := f.Add([]byte("small")); err != nil {
		t.Fatal(err)
	}
	data := make([]byte, 100_000)
	_, _, err := f.Add(data)
	if !noRoom(err) || !strings.Contains(err.Error(), dir+": an entry of 100000 bytes is not kept") {
		t.Errorf("got %v, want it told", err)
	}
	archive := filepath.Join(dir, "seeds.zip")
	if err := entries.WriteZip(archive, []entries.Entry{{Data: noise(data)}}); !noRoom(err) || !strings.Contains(err.Error(), archive) {
		t.Errorf("got %v, want it told", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("got %v, %v, want the small entry alone", left, err)
	}
}

// noise is what no zip makes smaller.
func noise(data []byte) []byte {
	x := uint32(1)
	for i := range data {
		x = x*1664525 + 1013904223
		data[i] = byte(x >> 24)
	}
	return data
}

func noRoom(err error) bool { return errors.Is(err, syscall.EFBIG) || errors.Is(err, syscall.ENOSPC) }
