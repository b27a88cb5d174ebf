package defect

import (
	"bytes"
	"fmt"
	"io/fs"
)

// An Edit replaces text of a source file for the compiler (go build -overlay).
type Edit struct {
	File string // from the root of the project
	Old  string // stands exactly once in the file
	New  string
}

// Edited are the files that edits change, each as all of its edits leave it. The source
// stays as it is.
func Edited(source fs.FS, edits []Edit) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, e := range edits {
		text, seen := files[e.File]
		if !seen {
			var err error
			if text, err = fs.ReadFile(source, e.File); err != nil {
				return nil, err
			}
		}
		if n := bytes.Count(text, []byte(e.Old)); n != 1 || e.Old == e.New {
			return nil, fmt.Errorf("%s: got %q %d times, want it once, and something else instead", e.File, e.Old, n)
		}
		files[e.File] = bytes.Replace(text, []byte(e.Old), []byte(e.New), 1)
	}
	return files, nil
}
