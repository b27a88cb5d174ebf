package entries

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// archive writes members to a zip as another program would.
func archive(t *testing.T, headers []zip.FileHeader, content []byte) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, h := range headers {
		m, err := w.CreateHeader(&h)
		if err != nil {
			t.Fatal(err)
		}
		if h.Mode().IsDir() {
			continue
		}
		if _, err := m.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "a.ZIP")
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// A zip that unpacks to more than there is room for is read as far as there is.
func TestZipBombsAreBounded(t *testing.T) {
	defer func(n int) { unzips = n }(unzips)
	for _, c := range []struct {
		members, size, room, want int
		told                      string
	}{
		{8, 100, 800, 8, ""},
		{8, 100, 350, 3, "a.ZIP: got more than 350 bytes when it is unpacked, in member 4 of 8: that and all behind it (left out)"},
		{1, maxFile + 1, unzips, 0, "a.ZIP:0: got 4194369 bytes, want at most 1048576 (left out)"},
		{2, maxFile + 1, maxFile, 0, "a.ZIP: got more than 4194368 bytes when it is unpacked, in member 1 of 2: that and all behind it (left out)"},
	} {
		unzips = c.room
		var members []zip.FileHeader
		for i := range c.members {
			members = append(members, zip.FileHeader{Name: strconv.Itoa(i), Method: zip.Deflate})
		}
		all, problems, err := Read(archive(t, members, make([]byte, c.size)))
		told := ""
		for _, p := range problems {
			told += p.Error()
		}
		if err != nil || len(all) != c.want || !strings.HasSuffix(told, c.told) {
			t.Errorf("%+v: got %d entries, %s, %v", c, len(all), told, err)
		}
	}
}

// Folders of a zip are looked into, and what is no file or is damaged is told.
func TestMembersOfZips(t *testing.T) {
	link := zip.FileHeader{Name: "link"}
	link.SetMode(os.ModeSymlink | 0o777)
	file := archive(t, []zip.FileHeader{{Name: "dir/"}, {Name: "dir/a", Method: zip.Store}, {Name: "dir/.hidden"}, link, {Name: "broken"}}, []byte("content"))
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.LastIndex(content, []byte("content"))
	content[at] ^= 1
	if err := os.WriteFile(file, content, 0o644); err != nil {
		t.Fatal(err)
	}
	all, problems, err := Read(file)
	if err != nil || len(all) != 1 || string(all[0].Data) != "content" || all[0].File != file+":dir/a" {
		t.Errorf("got %v, %v", all, err)
	}
	var told []string
	for _, p := range problems {
		told = append(told, strings.TrimPrefix(p.Error(), file+":"))
	}
	if want := []string{"link: got a link, want a file (left out)", "broken: zip: checksum error (left out)"}; !slices.Equal(told, want) {
		t.Errorf("got %q, want %q", told, want)
	}
}

func TestZipsAreTheSame(t *testing.T) {
	a, b, c := Entry{Data: []byte("a")}, Entry{Data: []byte("b")}, Entry{File: "c", Data: []byte("a")}
	var zips [2][]byte
	for i, all := range [][]Entry{{a, b}, {b, c, a}} {
		file := filepath.Join(t.TempDir(), "a.zip")
		if err := WriteZip(file, all); err != nil {
			t.Fatal(err)
		}
		zips[i], _ = os.ReadFile(file)
	}
	if !bytes.Equal(zips[0], zips[1]) {
		t.Errorf("got %x, want %x", zips[1], zips[0])
	}
}
