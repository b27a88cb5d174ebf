package fuzz

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync/atomic"
	"syscall"
	"unsafe"
)

// TallyVariable is the variable of the environment that names a file in which the functions
// of the engines count what they execute. The first input that breaks a check comes to
// another file beside it, see Seen. Engines count by themselves, but tell every few
// seconds, and each what it thinks an execution is.
const TallyVariable = "TLSRESUME_TALLY"

// A Tally counts the executions of all processes that share its file.
type Tally struct {
	file  string
	count *atomic.Uint64
}

// OpenTally goes on with a count, or begins one.
func OpenTally(file string) (*Tally, error) {
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	const size = int(unsafe.Sizeof(atomic.Uint64{}))
	if err := f.Truncate(int64(size)); err != nil {
		return nil, err
	}
	shared, err := syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &Tally{file, (*atomic.Uint64)(unsafe.Pointer(&shared[0]))}, nil
}

// Count is how many executions there were.
func (t *Tally) Count() uint64 { return t.count.Load() }

// A Seen finding is the first of a tally.
type Seen struct {
	Check string
	Execs uint64 // how many executions it took, with its own
	Input []byte
}

// Seen gives the first finding, if there is one by now.
func (t *Tally) Seen() (*Seen, error) {
	text, err := os.ReadFile(t.seen())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s := new(Seen)
	if err := json.Unmarshal(text, s); err != nil {
		return nil, fmt.Errorf("%s: %w", t.seen(), err)
	}
	return s, nil
}

func (t *Tally) seen() string { return t.file + ".finding" }

// of is a target whose executions are counted.
func (t *Tally) of(target Target) Target {
	judge := target.Judge
	target.Judge = func(data []byte) (bool, error) {
		n, returned := t.count.Add(1), false
		defer func() {
			if !returned {
				t.keep(Seen{"panic", n, data})
			}
		}()
		valid, err := judge(data)
		returned = true
		if err != nil {
			t.keep(Seen{CheckOf(err), n, data})
		}
		return valid, err
	}
	return target
}

// CheckOf names the check that an error of Judge is about.
func CheckOf(err error) string {
	if v, is := errors.AsType[*Violation](err); is {
		return v.Check
	}
	return "panic"
}

// keep writes the first finding, whole or not at all: the process dies of it.
func (t *Tally) keep(s Seen) {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	part := fmt.Sprintf("%s.%d", t.seen(), os.Getpid())
	if err := os.WriteFile(part, text, 0o644); err != nil {
		panic(err)
	}
	defer os.Remove(part)
	if err := os.Link(part, t.seen()); err != nil && !errors.Is(err, fs.ErrExist) {
		panic(err)
	}
}
