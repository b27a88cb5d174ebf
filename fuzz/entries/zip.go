package entries

import (
	"archive/zip"
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
)

// unzips is how many bytes a zip unpacks to at most. A few kilobytes can claim, and be,
// many gigabytes.
var unzips = 256 << 20

// zip reads an archive like those of libFuzzer's seeds, with folders or without.
func (r *reading) zip(file string) error {
	archive, err := zip.OpenReader(file)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	defer archive.Close()
	left := unzips
	for i, f := range archive.File {
		if f.Mode().IsDir() || aside(path.Base(f.Name)) {
			continue
		}
		content, err := member(f)
		if left -= len(content); left < 0 {
			r.tell(file, false, fmt.Errorf("got more than %d bytes when it is unpacked, in member %d of %d: that and all behind it",
				unzips, i+1, len(archive.File)))
			break
		}
		r.take(file+":"+f.Name, path.Base(f.Name), content, err)
	}
	return nil
}

func member(f *zip.File) ([]byte, error) {
	if !f.Mode().IsRegular() {
		return nil, fmt.Errorf("got %s, want a file", kind(f.Mode()))
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return bounded(r)
}

// WriteZip writes entries to an archive, each once, under their SHA-1 as libFuzzer has
// them. The same entries give the same bytes. It is written as Replace does it.
func WriteZip(file string, all []Entry) error {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b Entry) int { return strings.Compare(sha1Name(a.Data), sha1Name(b.Data)) })
	all = slices.CompactFunc(all, func(a, b Entry) bool { return bytes.Equal(a.Data, b.Data) })
	var content bytes.Buffer
	archive := zip.NewWriter(&content)
	for _, e := range all {
		w, err := archive.CreateHeader(&zip.FileHeader{Name: sha1Name(e.Data), Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := w.Write(e.Data); err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return err
	}
	return Replace(file, content.Bytes())
}
