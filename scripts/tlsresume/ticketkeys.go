package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"tlsresume/impl/session"
)

// ticketOptions say which keys a server has for its tickets.
type ticketOptions struct {
	files  []string
	format string
}

func (o *ticketOptions) flags(f *pflag.FlagSet) {
	f.StringArrayVar(&o.files, "ticket-key", nil,
		"a file of ticket keys: nginx's (48 or 80 bytes) or HAProxy's (three or more lines of base64; the last but one seals); of several files the first seals, all open (repeatable)")
	// RFC 9325 3.4: "A strong cipher MUST be used when encrypting the ticket (at least
	// as strong as the main TLS cipher suite)", which may have keys of 256 bits.
	f.StringVar(&o.format, "ticket-format", session.GCM.String(),
		"how tickets are sealed under a key of the server's own: "+formatNames())
}

func formatNames() string {
	var names []string
	for _, f := range session.Formats {
		names = append(names, f.String())
	}
	return strings.Join(names, ", ")
}

// ring is that of the files or, when there are none, of a key of its own.
func (o *ticketOptions) ring() (*session.Ring, error) {
	if len(o.files) > 0 {
		keys, err := loadTicketKeys(o.files)
		if err != nil {
			return nil, usage(err)
		}
		return session.NewRing(keys...), nil
	}
	key, err := o.key()
	if err != nil {
		return nil, err
	}
	return session.NewRing(key), nil
}

// key is a new one of the server's own.
func (o *ticketOptions) key() (session.TicketKey, error) {
	for _, f := range session.Formats {
		if f.String() == o.format {
			return session.NewTicketKey(f, rand.Reader)
		}
	}
	return session.TicketKey{}, usage(fmt.Errorf("--ticket-format: got %q, want one of %s", o.format, formatNames()))
}

// rotate gives the ring another key of the server's own whenever a lifetime of sessions
// has passed, until ctx ends; the key before it opens for as long again. RFC 9325 3.4:
// such keys "MUST be changed regularly", "Old ticket-encryption keys MUST be destroyed at
// the end of the validity period", and tickets are to live "e.g., half as long". Keys of
// files are changed by whom they belong to.
func (o *ticketOptions) rotate(ctx context.Context, ring *session.Ring, lifetime time.Duration) {
	if len(o.files) > 0 {
		return
	}
	ticker := time.NewTicker(max(lifetime, leastRotation))
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if key, err := o.key(); err == nil {
			ring.Retire()
			ring.Rotate(key)
		}
	}
}

// leastRotation is how long a key seals at least: lifetimes can be as short as one likes.
const leastRotation = time.Minute

// loadTicketKeys reads all files. A ticket says its key by the name alone, so that
// two keys of one name are a mistake that would end sessions in silence; the same
// key twice is none.
func loadTicketKeys(files []string) ([]session.TicketKey, error) {
	var all []session.TicketKey
	from := map[[16]byte]string{}
	for _, file := range files {
		data, err := readBounded(file, session.MaxKeyFile)
		if err != nil {
			return nil, err
		}
		keys, err := session.ParseTicketKeys(file, data)
		if err != nil {
			return nil, err
		}
		for _, k := range keys {
			switch other, taken := from[k.Name]; {
			case !taken:
				from[k.Name] = file
				all = append(all, k)
			case !contains(all, k):
				return nil, fmt.Errorf("%s: got another key of a name that %s has, want a name for each key", file, other)
			}
		}
	}
	return all, nil
}

func contains(keys []session.TicketKey, k session.TicketKey) bool {
	for _, o := range keys {
		if o.Form == k.Form && o.Name == k.Name && bytes.Equal(o.AES, k.AES) && bytes.Equal(o.MAC, k.MAC) {
			return true
		}
	}
	return false
}

// readBounded reads a file, and one byte more than the bound where there are more.
func readBounded(file string, bound int64) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, bound+1))
	return data, errors.Join(err, f.Close())
}
