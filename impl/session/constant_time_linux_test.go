package session

import (
	"errors"
	"os"
	"runtime"
	"runtime/debug"
	"syscall"
	"testing"
)

// The time that a comparison takes is told by what it reads. Here the last byte of a
// ticket, and of its MAC, lies on a page that cannot be read: a comparison that stops at the
// first byte that differs does not get there, and one that takes as long for every MAC does.
func TestAWrongMACIsComparedToItsEnd(t *testing.T) {
	forEach(t, cbcs, func(t *testing.T, k TicketKey) {
		ticket := seal(t, k, sample())
		mac := len(ticket) - cbcFormats[k.Form].tag
		ticket[mac] ^= 1
		page := os.Getpagesize()
		room, err := syscall.Mmap(-1, 0, 2*page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
		if err != nil {
			t.Fatal(err)
		}
		defer syscall.Munmap(room)
		start := page + 1 - len(ticket)
		copy(room[start:], ticket)
		for _, readable := range []bool{true, false} {
			if !readable {
				if err := syscall.Mprotect(room[page:], syscall.PROT_NONE); err != nil {
					t.Fatal(err)
				}
			}
			if faulted := faults(func() { k.Open(room[start : page+1]) }); faulted == readable {
				t.Errorf("the end of the MAC is readable %t: got a fault %t", readable, faulted)
			}
		}
	})
}

// faults reports whether f reads what cannot be read.
func faults(f func()) (yes bool) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err, ok := p.(runtime.Error)
			var at interface{ Addr() uintptr }
			if yes = ok && errors.As(err, &at); !yes {
				panic(p)
			}
		}
	}()
	f()
	return false
}
