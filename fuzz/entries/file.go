package entries

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// maxFile is how long a file of an entry can be: the native format spends up to four
// characters on a byte, as in \x00.
const maxFile = 4*MaxSize + 64

// readFile reads a regular file, or one that a link leads to. It waits for nobody: a
// named pipe is opened and told.
func readFile(path string) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		if to, e := os.Readlink(path); e == nil {
			return nil, fmt.Errorf("got a link to %s: %w", to, bare(err))
		}
		return nil, bare(err)
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, bare(err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("got %s, want a file", kind(info.Mode()))
	case info.Size() > maxFile:
		return nil, tooLong(info.Size())
	}
	return bounded(f)
}

// bounded reads all that there is, if it is not too much. What a file says about its
// length can be wrong. Behind an error it gives what it has read.
func bounded(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	switch {
	case err != nil:
		return data, bare(err)
	case len(data) > maxFile:
		return data, tooLong(int64(len(data)))
	}
	return data, nil
}

func tooLong(n int64) error {
	return fmt.Errorf("got %d bytes, want at most %d", n, MaxSize)
}

func kind(m fs.FileMode) string {
	switch {
	case m.IsDir():
		return "a folder"
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case m&fs.ModeSymlink != 0:
		return "a link"
	case m&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}
