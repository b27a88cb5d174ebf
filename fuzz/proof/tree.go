package proof

import (
	"errors"
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
	files, err := defect.Edited(os.DirFS(root), edits)
	for file, text := range files {
		err = errors.Join(err, os.WriteFile(filepath.Join(into, filepath.FromSlash(file)), text, 0o644))
	}
	return err
}
