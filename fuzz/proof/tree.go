package proof

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"tlsresume/impl/defect"
)

// edited copies what the project is compiled from, with edits in it: go-fuzz-build takes no
// overlay. The copy is always in the same folder, so that the go command compiles what an
// edit reaches, and nothing else.
func edited(root, into string, edits []defect.Edit) error {
	if err := errors.Join(os.RemoveAll(into), os.MkdirAll(into, 0o755)); err != nil {
		return err
	}
	all, err := os.ReadDir(root)
	if err != nil {
		return err
	}
	for _, f := range all {
		from, to := filepath.Join(root, f.Name()), filepath.Join(into, f.Name())
		switch {
		case strings.HasPrefix(f.Name(), "."):
		case f.IsDir():
			err = os.CopyFS(to, os.DirFS(from))
		default:
			var text []byte
			if text, err = os.ReadFile(from); err == nil {
				err = os.WriteFile(to, text, 0o644)
			}
		}
		if err != nil {
			return err
		}
	}
	for _, e := range edits {
		file := filepath.Join(into, filepath.FromSlash(e.File))
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if n := bytes.Count(text, []byte(e.Old)); n != 1 {
			return fmt.Errorf("%s: got %q %d times, want it once", e.File, e.Old, n)
		}
		if err := os.WriteFile(file, bytes.Replace(text, []byte(e.Old), []byte(e.New), 1), 0o644); err != nil {
			return err
		}
	}
	return nil
}
