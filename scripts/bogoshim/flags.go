package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tlsresume/impl/wire"
)

// errUnimplemented says that this shim has no such flag, or not that value of
// it: the runner counts the test as skipped.
var errUnimplemented = errors.New("unimplemented")

func unimplemented(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errUnimplemented, fmt.Sprintf(format, args...))
}

// A flag is what one flag of the runner does to the settings.
type flag struct {
	value bool // the next argument belongs to it, whatever it is
	set   func(s *settings, value string) error
}

// on is a flag without a value.
func on(field func(*settings) *bool) flag {
	return flag{set: func(s *settings, _ string) error { *field(s) = true; return nil }}
}

// mode is one of several flags without a value that exclude each other.
func mode(m renegotiation) flag {
	return flag{set: func(s *settings, _ string) error { s.renegotiation = m; return nil }}
}

// noop is a flag that changes nothing on the wire; its row says why.
var noop = flag{set: func(*settings, string) error { return nil }}

// never is a flag whose value is taken and not used; its row says why.
var never = flag{value: true, set: func(*settings, string) error { return nil }}

// number is a flag with a decimal value within bounds.
func number[N ~int | ~uint8 | ~uint16 | ~uint64](low, high uint64, field func(*settings) *N) flag {
	return flag{value: true, set: func(s *settings, v string) error {
		n, err := strconv.ParseUint(v, 10, 64)
		if err != nil || n < low || n > high {
			return fmt.Errorf("got %q, want a number from %d to %d", v, low, high)
		}
		*field(s) = N(n)
		return nil
	}}
}

// raw is a flag with any bytes as its value: none are a value, too.
func raw(field func(*settings) *[]byte) flag {
	return flag{value: true, set: func(s *settings, v string) error {
		*field(s) = append([]byte{}, v...)
		return nil
	}}
}

// file is a flag with a path.
func file(field func(*settings) *string) flag {
	return flag{value: true, set: func(s *settings, v string) error { *field(s) = v; return nil }}
}

// encoded is a flag with a value in base64.
func encoded(field func(*settings) *[]byte) flag {
	return flag{value: true, set: func(s *settings, v string) error {
		b, err := base64.StdEncoding.DecodeString(v)
		if err != nil {
			return fmt.Errorf("got no base64: %v", err)
		}
		*field(s) = append([]byte{}, b...)
		return nil
	}}
}

// listed is a flag that repeats, with the number of something that must be
// among all that is implemented.
func listed[N ~uint16](all func() []N, field func(*settings) *[]N) flag {
	return flag{value: true, set: func(s *settings, v string) error {
		n, err := strconv.ParseUint(v, 10, 16)
		if err != nil {
			return fmt.Errorf("got %q, want a number below 65536", v)
		}
		if !slices.Contains(all(), N(n)) {
			return unimplemented("%#04x", n)
		}
		*field(s) = append(*field(s), N(n))
		return nil
	}}
}

// version is a flag with a version. TLS 1.3 stands for 1.2 where it is only a
// bound that we stay below.
func version(thirteen wire.Version, field func(*settings) *wire.Version) flag {
	return flag{value: true, set: func(s *settings, v string) error {
		n, err := strconv.ParseUint(v, 10, 16)
		version := wire.Version(n)
		if version == 0x0304 && thirteen != 0 {
			version = thirteen
		}
		switch {
		case err != nil:
			return fmt.Errorf("got %q, want a version", v)
		case version < wire.TLS10 || version > wire.TLS12:
			return unimplemented("version %d", n)
		}
		*field(s) = version
		return nil
	}}
}

// Where a flag holds: its prefix says so.
const (
	everywhere = iota
	onInitial
	onResume
	onRetry // of TLS 1.3's early data: nowhere
)

var prefixes = [...]string{onInitial: "on-initial-", onResume: "on-resume-", onRetry: "on-retry-"}

// A program is what the shim is asked to do: the settings of connection 0, and
// of those behind it.
type program struct{ first, later settings }

func (p *program) of(connection int) *settings {
	if connection == 0 {
		return &p.first
	}
	return &p.later
}

// parse reads the arguments (bogo-shim.md, 1, 2 and 5). An error names the flag;
// it is an errUnimplemented where the runner shall skip the test.
func parse(args []string) (*program, error) {
	p := &program{first: stock(), later: stock()}
	for len(args) > 0 {
		name := args[0]
		args = args[1:]
		f, where, live, err := find(name)
		if err != nil {
			return nil, err
		}
		value := ""
		if f.value {
			if len(args) == 0 {
				return nil, fmt.Errorf("%s: got nothing behind it, want a value", name)
			}
			value, args = args[0], args[1:]
		}
		for _, s := range p.targets(where, live) {
			if err := f.set(s, value); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return p, nil
}

// targets are the settings that a flag changes: for one that changes none, some
// that are thrown away, so that its value is judged.
func (p *program) targets(where int, live bool) []*settings {
	switch {
	case !live || where == onRetry:
		return []*settings{new(settings)}
	case where == onInitial:
		return []*settings{&p.first}
	case where == onResume:
		return []*settings{&p.later}
	}
	return []*settings{&p.first, &p.later}
}

// find resolves the prefixes of a flag. live is false for one that is meant for
// another process than this one.
func find(arg string) (f flag, where int, live bool, err error) {
	name, dashed := strings.CutPrefix(arg, "-")
	if !dashed {
		return flag{}, 0, false, fmt.Errorf("got %q, want a flag", arg)
	}
	live = true
	if rest, ok := strings.CutPrefix(name, "on-shim-"); ok {
		name = rest
	} else if rest, ok := strings.CutPrefix(name, "on-handshaker-"); ok {
		name, live = rest, false
	}
	for w, prefix := range prefixes {
		if rest, ok := strings.CutPrefix(name, prefix); ok && prefix != "" {
			name, where = rest, w
			break
		}
	}
	f, known := flags[name]
	if !known {
		return flag{}, 0, false, unimplemented("%s", arg)
	}
	return f, where, live, nil
}
