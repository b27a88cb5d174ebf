// Package stack starts other people's TLS, as servers and as clients: a file for
// each stack says how, and cannot.go what it cannot do, with the reason.
//
// What a stack says of its connections is a Claim, made from its own words
// alone. Whatever is started listens on 127.0.0.1 only, on a port that the kernel
// has chosen, and ends with its context or before.
package stack

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"tlsresume/impl/wire"
)

// A Stack is somebody else's TLS.
type Stack struct {
	Name     string
	Packages string   // of Debian, that bring it
	needs    []string // programs, and files that are named by their path

	// Serve starts a server.
	Serve func(context.Context, *Place, Setup) (*Server, error)
	// Connect connects as often as the Setup wants, each time with the session of
	// the time before, sends Request and waits for an answer.
	Connect func(ctx context.Context, p *Place, s Setup, addr string) ([]Claim, error)
}

// All lists the stacks.
func All() []*Stack {
	return []*Stack{botan, gnutls, java, mbedtls, nss, openssl, stdlib, wolfssl}
}

// Missing is why the stack cannot run here, or "".
func (s *Stack) Missing() string {
	var missing []string
	for _, need := range s.needs {
		if !present(need) {
			missing = append(missing, need)
		}
	}
	if missing == nil {
		return ""
	}
	return fmt.Sprintf("got no %s, want Debian's %s installed", strings.Join(missing, ", "), s.Packages)
}

func present(need string) bool {
	if strings.HasPrefix(need, "/") {
		_, err := os.Stat(need)
		return err == nil
	}
	_, err := exec.LookPath(need)
	return err == nil
}

// A Setup is what a stack is asked to do in one role.
type Setup struct {
	Version     wire.Version // the only one
	Tickets     bool         // RFC 5077
	EMS         bool         // RFC 7627
	Connections int          // of a client
	Replaced    bool         // of a client: there will be another session or ticket in place of its first
}

// A Server is a server that runs.
type Server struct {
	Addr    string
	Answers string // the end of what it answers to Request
	// Claim is what it says of the connection that was made since the last Claim,
	// on which it has given this answer.
	Claim func(ctx context.Context, answer string) (Claim, error)
	Close func() error
}

// Request is what a client sends, ours or theirs.
const Request = "GET / HTTP/1.0\r\n\r\n"

// A Said is what a stack says about something.
type Said uint8

// What can be said.
const (
	Nothing Said = iota
	No
	Yes
)

func said(yes bool) Said {
	if yes {
		return Yes
	}
	return No
}

// String is nothing, no or yes.
func (s Said) String() string { return [...]string{"nothing", "no", "yes"}[s] }

// A Claim is what a stack says of a connection.
type Claim struct {
	Resumed, EMS Said
	Version      string // as wire.Version prints it; "": it does not say
	Master       []byte // nil: it does not say
	Unique       []byte // tls-unique (RFC 5929 3); nil: it does not say
	Heard        string // of a client: what the server has answered
}
