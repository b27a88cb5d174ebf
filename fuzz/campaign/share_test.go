package campaign_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"tlsresume/fuzz/campaign"
	"tlsresume/fuzz/entries"
)

func share(t *testing.T, folder string) *campaign.Share {
	t.Helper()
	s, err := campaign.OpenShare(folder)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func add(t *testing.T, f entries.Folder, all ...string) {
	t.Helper()
	for _, data := range all {
		if _, _, err := f.Add([]byte(data)); err != nil {
			t.Fatal(err)
		}
	}
}

func held(t *testing.T, f entries.Folder) (all []string) {
	t.Helper()
	list, problems, err := f.All()
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	for _, e := range list {
		all = append(all, string(e.Data))
	}
	slices.Sort(all)
	return all
}

func TestCampaignsExchangeEntries(t *testing.T) {
	folder := t.TempDir()
	type side struct {
		*campaign.Share
		entries.Folder
	}
	a, b := side{share(t, folder), entries.Folder{Path: t.TempDir()}}, side{share(t, folder), entries.Folder{Path: filepath.Join(t.TempDir(), "empty")}}
	exchange := func(s side, given int, taken ...string) {
		t.Helper()
		d, err := s.Exchange("T", s.Folder)
		if err != nil || len(d.Problems) > 0 {
			t.Fatal(err, d.Problems)
		}
		var got []string
		for _, data := range d.Taken {
			got = append(got, string(data))
		}
		slices.Sort(got)
		if d.Given != given || !slices.Equal(got, taken) {
			t.Errorf("got %d given, %q taken, want %d, %q", d.Given, got, given, taken)
		}
	}
	exchange(b, 0)
	add(t, a.Folder, "one", "two", "")
	exchange(a, 3)
	exchange(a, 0)
	add(t, b.Folder, "two", "three")
	exchange(b, 1, "", "one")
	exchange(a, 0, "three")
	exchange(b, 0)
	for _, s := range []side{a, b} {
		if got, want := held(t, s.Folder), []string{"", "one", "three", "two"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if d, err := a.Exchange("Other", entries.Folder{Path: t.TempDir()}); err != nil || len(d.Taken) > 0 {
		t.Errorf("got %d entries of another target, %v", len(d.Taken), err)
	}
}

// Whoever writes at once, each ends with all there is.
func TestManyCampaignsShareAtOnce(t *testing.T) {
	const campaigns, each = 4, 6
	folder := t.TempDir()
	var corpora []entries.Folder
	var all sync.WaitGroup
	for i := range campaigns {
		corpus := entries.Folder{Path: t.TempDir()}
		corpora = append(corpora, corpus)
		s := share(t, folder)
		all.Go(func() {
			for n := range each {
				for _, data := range []string{fmt.Sprintf("%d of %d", n, i), fmt.Sprintf("%d of all", n)} {
					if _, _, err := corpus.Add([]byte(data)); err != nil {
						t.Error(err)
					}
				}
				if d, err := s.Exchange("T", corpus); err != nil || len(d.Problems) > 0 {
					t.Error(err, d.Problems)
				}
			}
		})
	}
	all.Wait()
	want := held(t, entries.Folder{Path: filepath.Join(folder, "T")})
	if len(want) != (campaigns+1)*each {
		t.Errorf("got %d entries shared, want %d", len(want), (campaigns+1)*each)
	}
	for _, corpus := range corpora {
		if _, err := share(t, folder).Exchange("T", corpus); err != nil {
			t.Error(err)
		}
		if got := held(t, corpus); !slices.Equal(got, want) {
			t.Errorf("got %d entries, want %d", len(got), len(want))
		}
	}
}

// What is no entry, or not the one that its name says, is told once and left as it is.
func TestABadFileInAShareIsToldAndLeftAlone(t *testing.T) {
	folder := t.TempDir()
	in := func(name string) string { return filepath.Join(folder, "T", name) }
	name := func(data string) string { return entries.Name([]byte(data)) }
	good := entries.Folder{Path: in("")}
	add(t, good, "good")
	write := func(name, data string) error { return os.WriteFile(in(name), []byte(data), 0o644) }
	wants := map[string]string{}
	for _, bad := range []struct {
		name, want string
		make       func(name string) error
	}{
		{name("half written"), "half written, or changed", func(n string) error { return write(n, "half wr") }},
		{name("mine"), "half written, or changed", func(n string) error { return write(n, "not mine") }},
		{"notes.txt", "got a name that is no entry's", func(n string) error { return write(n, "notes") }},
		{name("huge"), "want at most", func(n string) error {
			if err := write(n, ""); err != nil {
				return err
			}
			return os.Truncate(in(n), 1<<40)
		}},
		{"folder", "got a name that is no entry's", func(n string) error { return os.Mkdir(in(n), 0o755) }},
		{name("deep"), "got a folder", func(n string) error {
			if err := os.Mkdir(in(n), 0o755); err != nil {
				return err
			}
			return write(n+"/"+n, "deep")
		}},
		{"seeds.zip", "got a name that is no entry's", func(n string) error { return write(n, "no zip") }},
		{name("pipe"), "got a named pipe", func(n string) error { return syscall.Mkfifo(in(n), 0o644) }},
		{name("link"), "no such file", func(n string) error { return os.Symlink("nowhere", in(n)) }},
		{name("unreadable"), "permission denied", func(n string) error {
			if os.Getuid() == 0 {
				return os.Symlink("/proc/self/mem", in(n)) // root reads all but this
			}
			return os.WriteFile(in(n), []byte("unreadable"), 0)
		}},
	} {
		if err := bad.make(bad.name); err != nil {
			t.Fatal(err)
		}
		wants[in(bad.name)] = bad.want
	}
	if os.Getuid() == 0 {
		wants[in(name("unreadable"))] = "input/output error"
	}
	before := listing(t, in(""))
	s, corpus := share(t, folder), entries.Folder{Path: t.TempDir()}
	add(t, corpus, "mine")
	d, err := s.Exchange("T", corpus)
	if err != nil || len(d.Taken) != 1 || string(d.Taken[0]) != "good" || d.Given != 0 {
		t.Errorf("got %q, %d given, %v, want the good one", d.Taken, d.Given, err)
	}
	for _, p := range d.Problems {
		want, bad := wants[p.File]
		if !bad || !strings.Contains(p.Error(), want) || p.Used {
			t.Errorf("got %v, want %q", p, want)
		}
		delete(wants, p.File)
	}
	for file, want := range wants {
		t.Errorf("%s: it was not told: %s", file, want)
	}
	if got := listing(t, in("")); !slices.Equal(got, before) {
		t.Errorf("got %q, want %q", got, before)
	}
	if d, err := s.Exchange("T", corpus); err != nil || len(d.Problems)+len(d.Taken)+d.Given != 0 {
		t.Errorf("again: got %v, %v, want nothing", d, err)
	}
	// One that was being written is taken when it is whole.
	if err := write(name("half written"), "half written"); err != nil {
		t.Fatal(err)
	}
	if d, err := s.Exchange("T", corpus); err != nil || len(d.Taken) != 1 || len(d.Problems) != 0 {
		t.Errorf("when it is whole: got %v, %v", d, err)
	}
}

// listing is all that lies in a folder, with sizes.
func listing(t *testing.T, folder string) (all []string) {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprint(f.Name(), info.Mode(), info.Size()))
	}
	return all
}

func TestAShareMustBeThere(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for folder, want := range map[string]string{
		filepath.Join(t.TempDir(), "nothing"): "is there already",
		file:                                  "want a folder to share",
	} {
		if _, err := campaign.OpenShare(folder); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", folder, err, want)
		}
	}
}
