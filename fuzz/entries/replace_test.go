package entries_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tlsresume/fuzz/entries"
)

// Replace leaves what was there, or what was to come, and nothing beside it.
func TestReplace(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new")
	file := filepath.Join(folder, "file")
	for _, content := range []string{"first", "second"} {
		if err := entries.Replace(file, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != content {
			t.Errorf("got %q, %v, want %q", got, err, content)
		}
	}
	full := filepath.Join(folder, "full")
	if err := os.MkdirAll(filepath.Join(full, "of"), 0o755); err != nil {
		t.Fatal(err)
	}
	// No file takes the place of a folder.
	if err := entries.Replace(full, []byte("third")); err == nil || !strings.Contains(err.Error(), full+": not written") {
		t.Errorf("got %v, want it told", err)
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 2 {
		t.Errorf("got %v, %v, want the file and the folder alone", left, err)
	}
}

// A pipe or a device stays what it is.
func TestReplaceLeavesWhatIsNoFile(t *testing.T) {
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(os.DevNull, link); err != nil {
		t.Fatal(err)
	}
	if err := entries.Replace(link, []byte("lost")); err == nil || !strings.Contains(err.Error(), "no regular file") {
		t.Errorf("got %v, want it refused", err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("got %v, %v, want the link as it was", info, err)
	}
}
