package campaign

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"tlsresume/fuzz"
	"tlsresume/fuzz/entries"
)

// A Share is a folder in which any number of campaigns, of any engine and on any machine,
// exchange what they found: TARGET/NAME, an entry each, named by its content. Nothing
// in it is ever changed or taken away. An entry that is taken says nothing about coverage
// here: the engines run it again.
type Share struct {
	folder string
	seen   map[string]bool   // files that hold what their names say
	told   map[string]string // what was wrong with a file when it was told last
}

// OpenShare is the share in a folder. It must be there: one that is not mounted must not be
// taken for an empty one.
func OpenShare(folder string) (*Share, error) {
	info, err := os.Stat(folder)
	switch {
	case err != nil:
		return nil, fmt.Errorf("a share is a folder that is there already: %w", err)
	case !info.IsDir():
		return nil, fmt.Errorf("%s: got a file, want a folder to share", folder)
	}
	return &Share{folder, map[string]bool{}, map[string]string{}}, nil
}

// A Deal is what an exchange brought.
type Deal struct {
	Given    int      // entries that the share had not
	Taken    [][]byte // entries that the corpus had not
	Problems []*entries.Problem
}

// Exchange brings to a corpus what the share has of a target, and to the share what the
// corpus has. A file of the share that holds no entry, or not the one that it is
// named after, is told once, and left alone. After an error both have what they had,
// and more.
func (s *Share) Exchange(target string, corpus entries.Folder) (d Deal, err error) {
	shared := entries.Folder{Path: filepath.Join(s.folder, target)}
	files, err := os.ReadDir(shared.Path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return d, err
	}
	there := map[string]bool{}
	for _, f := range files {
		there[f.Name()] = true
		if strings.HasPrefix(f.Name(), ".") {
			continue // one that another campaign is about to write
		}
		if err := s.take(filepath.Join(shared.Path, f.Name()), corpus, &d); err != nil {
			return d, err
		}
	}
	own, _, err := corpus.All()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return d, err
	}
	for _, e := range own {
		if there[entries.Name(e.Data)] {
			continue
		}
		name, fresh, err := shared.Add(e.Data)
		if err != nil {
			return d, err
		}
		if s.seen[filepath.Join(shared.Path, name)] = true; fresh {
			d.Given++
		}
	}
	return d, nil
}

// take adds an entry of the share to a corpus, once.
func (s *Share) take(file string, corpus entries.Folder, d *Deal) error {
	if s.seen[file] {
		return nil
	}
	data, err := named(file)
	if err != nil {
		if s.told[file] != err.Error() {
			s.told[file] = err.Error()
			d.Problems = append(d.Problems, &entries.Problem{File: file, Err: err})
		}
		return nil
	}
	_, fresh, err := corpus.Add(data)
	if err != nil {
		return err
	}
	if s.seen[file] = true; fresh {
		d.Taken = append(d.Taken, data)
	}
	return nil
}

// exchange brings a target's corpus and the share to what both have, and gives what is new
// here. A share that fails, such as one that is not mounted any more, is trouble that does
// not end a campaign.
func (c *Campaign) exchange(t fuzz.Target) ([][]byte, error) {
	if c.o.Share == nil {
		return nil, nil
	}
	d, failed := c.o.Share.Exchange(t.Name, c.corpus(t.Name))
	c.known[t.Name] += len(d.Taken)
	err := c.trouble(t.Name, "", d.Problems)
	if failed != nil {
		err = errors.Join(err, c.tell(Event{Event: "trouble", Target: t.Name, Err: "the share: " + failed.Error()}))
	}
	if d.Given > 0 || len(d.Taken) > 0 {
		err = errors.Join(err, c.tell(Event{Event: "share", Target: t.Name, New: len(d.Taken), Given: d.Given}))
	}
	return d.Taken, err
}

// deal exchanges between two slices. What other campaigns found is judged before an engine
// is given it: it may break a check.
func (c *Campaign) deal(ctx context.Context, t fuzz.Target) error {
	if ctx.Err() != nil {
		return nil // the next start does it
	}
	taken, err := c.exchange(t)
	if err != nil {
		return err
	}
	for _, data := range taken {
		if err := c.examine(ctx, t, "share", data); err != nil {
			return err
		}
	}
	return nil
}

// isName is what names of entries look like.
var isName = regexp.MustCompile(`^[0-9a-f]{40}$`).MatchString

// named reads an entry whose name must be that of its content: a name in a share is what
// other campaigns go by.
func named(file string) ([]byte, error) {
	if !isName(filepath.Base(file)) {
		return nil, errors.New("got a name that is no entry's")
	}
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return nil, errors.New("got a folder, want an entry")
	}
	all, problems, err := entries.Read(file)
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	for _, p := range problems {
		return nil, p.Err // among them: a name that is not that of the content
	}
	return all[0].Data, nil
}
