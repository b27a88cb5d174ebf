package entries_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"tlsresume/fuzz/entries"
)

// stores keep entries in each format.
var stores = []struct {
	name string
	keep func(path string, all [][]byte) error
}{
	{"raw", folder(entries.Raw)},
	{"native", folder(entries.Native)},
	{"gofuzz", folder(entries.GoFuzz)},
	{"libfuzzer", folder(entries.LibFuzzer)},
	{"seeds.zip", func(path string, all [][]byte) error { return entries.WriteZip(path, entriesOf(all)) }},
}

func folder(form entries.Format) func(string, [][]byte) error {
	return func(path string, all [][]byte) error {
		for _, data := range all {
			if _, _, err := (entries.Folder{Path: path, Form: form}).Add(data); err != nil {
				return err
			}
		}
		return nil
	}
}

func entriesOf(all [][]byte) (es []entries.Entry) {
	for _, data := range all {
		es = append(es, entries.Entry{Data: data})
	}
	return es
}

// read gives the entries in the order of their names, and wants nothing to be wrong.
func read(t *testing.T, path string) (all [][]byte) {
	t.Helper()
	es, problems, err := entries.Read(path)
	if err != nil || len(problems) > 0 {
		t.Fatalf("%s: %v, %v", path, err, problems)
	}
	for _, e := range es {
		all = append(all, e.Data)
	}
	return all
}

// What one format keeps, every other takes over, through all of them and back: what looks
// like another format, too.
func TestFormatsTakeOverFromEachOther(t *testing.T) {
	var all [][]byte
	for _, text := range []string{"", "go test fuzz v1", "go test fuzz v1\n[]byte(\"x\")\n", "go test fuzz v2\r\n", "`\r\n\\x00", "PK\x03\x04", "\u200b\U000e0001\xff"} {
		all = append(all, []byte(text))
	}
	slices.SortFunc(all, func(a, b []byte) int { return strings.Compare(entries.Name(a), entries.Name(b)) })
	dir, kept := t.TempDir(), all
	for i, s := range slices.Concat(stores, stores) {
		path := filepath.Join(dir, fmt.Sprint(i)+s.name)
		if err := s.keep(path, kept); err != nil {
			t.Fatal(err)
		}
		if kept = read(t, path); !slices.EqualFunc(kept, all, bytes.Equal) {
			t.Fatalf("%s: got %q, want %q", s.name, kept, all)
		}
	}
}

// spellings are files as the engines and their users have them, and the entry in each.
var spellings = []struct{ file, content, want string }{
	{"a9993e364706816aba3e25717850c26c9cd0d89d-7", "abc", "abc"},
	{"crash-a9993e364706816aba3e25717850c26c9cd0d89d", "abc", "abc"},
	{"da39a3ee5e6b4b0d3255bfef95601890afd80709", "", ""},
	{"seed", "abc", "abc"},
	{"seed-1", "go test fuzz v1\n[]byte(\"a\\x00\\u200b\\n\\\"\")\n", "a\x00\u200b\n\""},
	{"windows", "go test fuzz v1\r\n[]byte(\"a\")\r\n\r\n", "a"},
	{"backquoted", "go test fuzz v1\n[]byte(`a\\n`)", `a\n`},
	{"nothing", "go test fuzz v1\n[]byte(\"\")\n", ""},
	{"fd3e1f0e4a0a54b6f9d5cfb37f24ae7ee02b71c5.quoted", "\"abc\"", "(none)"},
	{"fd3e1f0e4a0a54b6f9d5cfb37f24ae7ee02b71c5.output", "panic", "(none)"},
	{".new-123", "ab", "(none)"},
}

func TestSpellings(t *testing.T) {
	for _, s := range spellings {
		dir := t.TempDir()
		put(t, dir, s.file, s.content)
		got := "(none)"
		if all := read(t, dir); len(all) > 0 {
			got = string(all[0])
		}
		if got != s.want {
			t.Errorf("%s: got %q, want %q", s.file, got, s.want)
		}
	}
}

// bad are files that are not as they should be: what is told, and the entry, if there is
// one in it.
var bad = []struct {
	file string
	make func(path string) error
	told string
	used bool
}{
	{"folder", func(p string) error { return os.Mkdir(p, 0o755) }, "got a folder, want a file", false},
	{"fifo", func(p string) error { return syscall.Mkfifo(p, 0o644) }, "got a named pipe, want a file", false},
	{"dangling", func(p string) error { return os.Symlink("nowhere", p) }, "got a link to nowhere: no such file or directory", false},
	{"loop", func(p string) error { return os.Symlink("loop", p) }, "got a link to loop: too many levels of symbolic links", false},
	{"device", func(p string) error { return os.Symlink("/dev/zero", p) }, "got a device, want a file", false},
	{"huge", of(strings.Repeat("x", entries.MaxSize+1)), "got 1048577 bytes, want at most 1048576", false},
	{"gigantic", func(p string) error { return errJoin(of("")(p), os.Truncate(p, 1<<40)) }, "got 1099511627776 bytes, want at most 1048576", false},
	{"unreadable", func(p string) error { return os.Symlink("/proc/self/mem", p) }, "input/output error", false},
	{entries.Name([]byte("whole")), of("who"), "got content of another name, 6ed0337140bd32b4adc5000f76333bd8ca6b2b2c: half written, or changed", true},
	{"0123456789abcdef", of("go test fuzz v1\n[]byte(\"who"), `line 2: got "[]byte(\"who", want []byte("...")`, false},
	{"two", of("go test fuzz v1\n[]byte(\"a\")\n[]byte(\"b\")\n"), "got 2 arguments, want one: a []byte", false},
	{"none", of("go test fuzz v1\n"), "got 0 arguments, want one: a []byte", false},
	{"text", of("go test fuzz v1\nstring(\"a\")\n"), `line 2: got "string(\"a\")", want []byte("...")`, false},
	{"later", of("go test fuzz v2\n[]byte(\"a\")\n"), `line 1: got "go test fuzz v2", want "go test fuzz v1"`, false},
}

func of(content string) func(string) error {
	return func(p string) error { return os.WriteFile(p, []byte(content), 0o644) }
}

func errJoin(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// Whatever lies in a corpus is told, none of it is touched, and the rest is used.
func TestBadFilesAreTold(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "good", "good")
	want := 1
	for _, b := range bad {
		if err := b.make(filepath.Join(dir, b.file)); err != nil {
			t.Fatal(err)
		}
		if b.used {
			want++
		}
	}
	all, problems, err := entries.Folder{Path: dir}.All()
	if err != nil || len(all) != want || len(problems) != len(bad) {
		t.Fatalf("got %d entries, %d problems, %v, want %d, %d", len(all), len(problems), err, want, len(bad))
	}
	for _, b := range bad {
		file := filepath.Join(dir, b.file)
		i := slices.IndexFunc(problems, func(p *entries.Problem) bool { return p.File == file })
		if i < 0 || problems[i].Used != b.used || !strings.Contains(problems[i].Error(), file+": "+b.told) {
			t.Errorf("%s: got %v, want %s, used: %t", b.file, problems, b.told, b.used)
		}
		if _, err := os.Lstat(file); err != nil {
			t.Error(err)
		}
	}
}

func TestPathsThatHoldNoCorpus(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "no.zip", "no")
	for path, want := range map[string]string{"nowhere": "no such file", "no.zip": "not a valid zip"} {
		if _, _, err := entries.Read(filepath.Join(dir, path)); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: got %v, want %s", path, err, want)
		}
	}
	pipe := filepath.Join(dir, "pipe.zip")
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, problems, _ := entries.Read(pipe); len(problems) != 1 {
		t.Errorf("%s: got %v, want it told", pipe, problems)
	}
}

// A corpus that is stored has entries, and nothing is wrong with any.
func TestSoundCorpora(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "good", "good")
	if all, err := entries.Sound(dir); err != nil || len(all) != 1 {
		t.Errorf("got %v, %v, want an entry", all, err)
	}
	put(t, dir, entries.Name([]byte("whole")), "who")
	for path, want := range map[string]string{dir: "half written", t.TempDir(): "got no entries", filepath.Join(dir, "nowhere"): "no such file"} {
		if all, err := entries.Sound(path); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) || all != nil {
			t.Errorf("%s: got %v, %v, want %s", path, all, err, want)
		}
	}
}

// Of all that add an entry at once, one is told that it is new.
func TestManyAddAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	var fresh atomic.Int32
	var all sync.WaitGroup
	const writers, each = 8, 20
	for range writers {
		all.Go(func() {
			for i := range each {
				_, is, err := entries.Folder{Path: dir}.Add(fmt.Append(nil, i))
				if err != nil {
					t.Error(err)
				}
				if is {
					fresh.Add(1)
				}
			}
		})
	}
	all.Wait()
	if got := len(read(t, dir)); got != each || fresh.Load() != each {
		t.Errorf("got %d entries, %d of them new, want %d", got, fresh.Load(), each)
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".*")); err != nil || len(left) > 0 {
		t.Errorf("got %v, %v, want nothing beside the entries", left, err)
	}
}

// An entry gets its name, and what had it stays.
func TestAddKeepsWhatHadItsName(t *testing.T) {
	for _, form := range []entries.Format{entries.Raw, entries.Native, entries.GoFuzz} {
		dir := t.TempDir()
		f := entries.Folder{Path: dir, Form: form}
		name, _, err := f.Add([]byte("whole"))
		if err != nil {
			t.Fatal(err)
		}
		put(t, dir, name, "who")
		for i, want := range []bool{true, false} {
			if got, fresh, err := f.Add([]byte("whole")); err != nil || got != name || fresh != want {
				t.Errorf("%s: time %d: got %s, %t, %v, want %s, %t", form, i, got, fresh, err, name, want)
			}
		}
		all := read(t, dir)
		for _, want := range []string{"whole", "who"} {
			if !slices.ContainsFunc(all, func(data []byte) bool { return string(data) == want }) {
				t.Errorf("%s: got %q, want %s in it", form, all, want)
			}
		}
	}
}

// What bars the way to its name is not taken for the entry.
func TestAddIsNotFooled(t *testing.T) {
	for _, b := range bad {
		dir := t.TempDir()
		data := []byte("data")
		if b.used || strings.HasPrefix(b.told, "line") || strings.Contains(b.told, "arguments") || b.file == "huge" {
			continue
		}
		if err := b.make(filepath.Join(dir, entries.Name(data))); err != nil {
			t.Fatal(err)
		}
		if _, _, err := (entries.Folder{Path: dir}).Add(data); err == nil || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "not kept") {
			t.Errorf("%s: got %v, want it to be told", b.file, err)
		}
	}
}

func TestAddTellsWhatItCannotKeep(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "file", "")
	for path, data := range map[string][]byte{"file": nil, "folder": make([]byte, entries.MaxSize+1)} {
		f := entries.Folder{Path: filepath.Join(dir, path)}
		if _, _, err := f.Add(data); err == nil || !strings.Contains(err.Error(), f.Path) {
			t.Errorf("%s: got %v, want it told", path, err)
		}
	}
}

func put(t *testing.T, dir, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
