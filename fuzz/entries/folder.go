package entries

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A Folder keeps entries, a file each. Any number of processes may use it at once. It
// is made by the first entry.
type Folder struct {
	Path string
	Form Format // of what is added
}

// All is Read of the folder.
func (f Folder) All() ([]Entry, []*Problem, error) { return Read(f.Path) }

// Add keeps an entry, whole or not at all, and tells the name of its file and whether it
// was not there before. What lies under that name with other content is kept, too.
func (f Folder) Add(data []byte) (name string, fresh bool, err error) {
	if len(data) > MaxSize {
		return "", false, fmt.Errorf("%s: an entry is not kept: %w", f.Path, tooLong(int64(len(data))))
	}
	content := formats[f.Form].encode(data)
	name = formats[f.Form].called(content)
	if fresh, err = f.place(name, content); err != nil {
		return "", false, fmt.Errorf("%s: an entry of %d bytes is not kept: %w", f.Path, len(data), bare(err))
	}
	return name, fresh, nil
}

// place makes the file, if it is not there.
func (f Folder) place(name string, content []byte) (fresh bool, err error) {
	file := filepath.Join(f.Path, name)
	if _, err := os.Lstat(file); errors.Is(err, fs.ErrNotExist) {
		return f.link(file, content)
	}
	there, err := readFile(file)
	switch {
	case err != nil:
		return false, fmt.Errorf("%s: %w", name, err)
	case bytes.Equal(there, content):
		return false, nil
	}
	if _, err := f.link(filepath.Join(f.Path, changed+Name(there)), there); err != nil {
		return false, err
	}
	return true, replace(file, content)
}

// link makes a file that is not there. It gets its name when it is whole, which of two
// processes only one can do.
func (f Folder) link(file string, content []byte) (fresh bool, err error) {
	whole, err := written(f.Path, content)
	if err != nil {
		return false, err
	}
	defer os.Remove(whole)
	switch err := os.Link(whole, file); {
	case errors.Is(err, fs.ErrExist):
		return false, nil
	case err == nil:
		return true, nil
	}
	return true, os.Rename(whole, file) // where the file system knows no links
}
