package entries

import (
	"fmt"
	"os"
	"path/filepath"
)

// Replace makes a file, or another of one that is there, whole or not at all. It makes the
// folder. Of two writers at once the later one wins. What is no regular file, such as
// /dev/stdout, is left alone: it would be one then.
func Replace(file string, content []byte) error {
	if err := replace(file, content); err != nil {
		return fmt.Errorf("%s: not written: %w", file, bare(err))
	}
	return nil
}

func replace(file string, content []byte) error {
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("got what is no regular file: %s", info.Mode())
	}
	whole, err := written(filepath.Dir(file), content)
	if err != nil {
		return err
	}
	if err := os.Rename(whole, file); err != nil {
		os.Remove(whole)
		return err
	}
	return nil
}

// written is a new file with that content in a folder, which is made. Its name is one
// that readers pass by. There is none if it can't be whole.
func written(folder string, content []byte) (file string, err error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	tmp, err := os.CreateTemp(folder, ".new-*")
	if err != nil {
		return "", err
	}
	_, err = tmp.Write(content)
	for _, finish := range []func() error{func() error { return tmp.Chmod(0o644) }, tmp.Sync, tmp.Close} {
		if e := finish(); err == nil {
			err = e
		}
	}
	if err != nil {
		os.Remove(tmp.Name())
		return "", err
	}
	return tmp.Name(), nil
}
