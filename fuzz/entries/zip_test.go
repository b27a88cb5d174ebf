package entries

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"slices"
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

// A zip that claims more than there is room for is read as far as there is.
func TestZipBombsAreBounded(t *testing.T) {
	defer func(n int) { unzips = n }(unzips)
	unzips = 3 * MaxSize
	var members []zip.FileHeader
	for _, name := range strings.Split("abcdefgh", "") {
		members = append(members, zip.FileHeader{Name: name, Method: zip.Deflate})
	}
	for size, want := range map[int]int{MaxSize: 3, maxFile + 1: 0, 100: 8} {
		file := archive(t, members, make([]byte, size))
		all, problems, err := Read(file)
		if err != nil || len(all) != want || (len(problems) > 0) != (want < 8) {
			t.Errorf("%d bytes each: got %d entries, %v, %v, want %d and the rest told", size, len(all), problems, err, want)
		}
		if want == 3 && !strings.Contains(problems[0].Error(), "a.ZIP: got more than 3145728 bytes when it is unpacked, in member 4 of 8: that and all behind it (left out)") {
			t.Errorf("got %v", problems[0])
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
