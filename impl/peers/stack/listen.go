package stack

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"regexp"

	"tlsresume/impl/peers/process"
)

// A log is what a process prints, read once.
type log struct {
	process *process.Process
	at      int // how much was read
}

// next waits until a pattern occurs in what was not read, and returns its match and
// that of its groups. What stands up to the end of the match is read.
func (l *log) next(ctx context.Context, pattern *regexp.Regexp) (match []string, err error) {
	err = l.process.Await(ctx, func(text string) bool {
		unread := text[l.at:]
		at := pattern.FindStringSubmatchIndex(unread)
		if at == nil {
			return false
		}
		l.at += at[1]
		for i := 0; i < len(at); i += 2 {
			group := ""
			if at[i] >= 0 {
				group = unread[at[i]:at[i+1]]
			}
			match = append(match, group)
		}
		return true
	})
	if err != nil {
		return nil, fmt.Errorf("%w, without %q:\n%s", err, pattern, l.process.Text()[l.at:])
	}
	return match, nil
}

// listen starts a server that says by the pattern where it listens.
func listen(ctx context.Context, env []string, where *regexp.Regexp, name string, args ...string) (*Server, *log, error) {
	p, err := process.Start(ctx, env, name, args...)
	if err != nil {
		return nil, nil, err
	}
	l := &log{process: p}
	at, err := l.next(ctx, where)
	if err != nil {
		return nil, nil, errors.Join(err, p.Kill())
	}
	return &Server{Addr: at[1], Close: p.Kill}, l, nil
}

// asks is what a client prints that has the Request as its input, up to when the
// server has closed. The input stays open: many would close with it.
func asks(ctx context.Context, env []string, name string, args ...string) (string, error) {
	p, err := process.Start(ctx, env, name, args...)
	if err != nil {
		return "", err
	}
	defer p.Kill()
	if _, err := io.WriteString(p.Stdin, Request); err != nil {
		return "", err
	}
	return p.Wait()
}

// listening is how tame.c and our drivers say it.
var listening = regexp.MustCompile(`(?m)^listening (127\.0\.0\.1:\d+)$`)

// first is the first group of a match, or "" where there is none.
func first(pattern *regexp.Regexp, text string) string {
	if m := pattern.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// unhex are the bytes of what a stack prints in hexadecimal digits.
func unhex(text string) []byte {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) == 0 {
		return nil
	}
	return b
}
