// Package entries keeps the inputs that fuzzing found worth keeping: folders in which
// each is named by its content, and the formats of the engines that they come from and
// go to.
package entries

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// MaxSize is how many bytes an entry has at most: go-fuzz takes no more.
const MaxSize = 1 << 20

// An Entry is an input of a target.
type Entry struct {
	File string // that it was read from; of a zip, ARCHIVE:MEMBER
	Data []byte
}

// Name is what an entry is called: the first 20 bytes of its SHA-256 in hexadecimal, so
// that equal entries meet, whoever found them.
func Name(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:20])
}

// A Problem is a file of a corpus that is not as it should be. It stays as it is.
type Problem struct {
	File string
	Used bool // it holds an entry all the same
	Err  error
}

// Error says which file it is, and what about it.
func (p *Problem) Error() string {
	if p.Used {
		return fmt.Sprintf("%s: %v (used all the same)", p.File, p.Err)
	}
	return fmt.Sprintf("%s: %v (left out)", p.File, p.Err)
}

// Unwrap gives what is wrong.
func (p *Problem) Unwrap() error { return p.Err }

// Read gives the entries of a folder, a zip or a file, in any Format, in the order of
// their names and files; several files may hold the same. What cannot be used is told,
// file by file, and the rest is used. The error is about the path itself.
func Read(path string) ([]Entry, []*Problem, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	var r reading
	switch {
	case info.IsDir():
		err = r.folder(path)
	case info.Mode().IsRegular() && strings.EqualFold(filepath.Ext(path), ".zip"):
		err = r.zip(path)
	default:
		r.file(path)
	}
	slices.SortFunc(r.entries, func(a, b named) int {
		return strings.Compare(a.name+a.File, b.name+b.File)
	})
	entries := make([]Entry, len(r.entries))
	for i, e := range r.entries {
		entries[i] = e.Entry
	}
	return entries, r.problems, err
}

// Sound is what Read gives of a corpus that has entries and nothing else. Any other is an
// error.
func Sound(path string) ([]Entry, error) {
	all, problems, err := Read(path)
	for _, p := range problems {
		err = errors.Join(err, p)
	}
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("%s: got no entries, want some", path)
	}
	if err != nil {
		return nil, err
	}
	return all, nil
}

// A reading is what was found so far.
type reading struct {
	entries  []named
	problems []*Problem
}

type named struct {
	name string
	Entry
}

func (r *reading) folder(path string) error {
	files, err := os.ReadDir(path)
	for _, f := range files {
		if !aside(f.Name()) {
			r.file(filepath.Join(path, f.Name()))
		}
	}
	return err
}

func (r *reading) file(path string) {
	data, err := readFile(path)
	r.take(path, filepath.Base(path), data, err)
}

// take keeps what a file of that name says, and tells what is wrong with it.
func (r *reading) take(file, name string, content []byte, err error) {
	var data []byte
	var lie error
	if err == nil {
		data, lie, err = decode(name, content)
	}
	if err != nil {
		r.tell(file, false, err)
		return
	}
	r.entries = append(r.entries, named{Name(data), Entry{file, data}})
	if lie != nil {
		r.tell(file, true, lie)
	}
}

func (r *reading) tell(file string, used bool, err error) {
	r.problems = append(r.problems, &Problem{file, used, err})
}

// aside are the files that lie in corpora and hold no entry: those that are hidden, as
// one is until it is whole, and what go-fuzz writes beside a crasher.
func aside(name string) bool {
	sum, suffix, _ := strings.Cut(name, ".")
	return strings.HasPrefix(name, ".") || len(sum) == 40 && isHex(sum) && (suffix == "output" || suffix == "quoted")
}

// bare is an error of the system without the path, which is told already.
func bare(err error) error {
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		return p.Err
	case errors.As(err, &l):
		return l.Err
	}
	return err
}
