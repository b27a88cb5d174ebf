package peers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"tlsresume/impl/script"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

// A stack is somebody else's TLS in one role: what a file of this package adds.
type stack struct {
	name    string
	role    Role
	missing func() string
	sees    []string
	limits  []Limit                                // of the stack's own nodes
	ours    []Limit                                // of our nodes
	suits   func(client, server traces.Node) error // what depends on both nodes; nil: nothing
	lines   bool                                   // its application can send whole lines only

	// One of these, for its role, makes a node of the stack.
	serve   func(context.Context, *site, traces.Node) (server, error)
	connect func(context.Context, *site, traces.Node) (client, error)
}

// A site is what all nodes of a world have in common.
type site struct {
	dir  string // for files; removed with the world
	pki  *script.PKI
	rand func(who string) io.Reader
}

// A server is a server of the stack.
type server interface {
	// addr is where a connection may be opened now; an error that wraps
	// traces.ErrCannot where none may.
	addr() (string, error)
	// accept takes up the connection that was just opened there.
	accept(context.Context) (connection, error)
	// operate is rotate, retire, restart or evict.
	operate(ctx context.Context, verb string) error
	// deploy gives the server other options and keeps what it has in memory.
	deploy(context.Context, traces.Node) error
	close() error
}

// A client is a client of the stack, with the sessions that it keeps.
type client interface {
	// dial opens a connection with this server_name, "" for none, and offers the
	// newest session that is kept under the key.
	dial(ctx context.Context, addr, serverName, key string) (connection, error)
	deploy(context.Context, traces.Node) error
	close() error
}

// A connection is the stack's end of one.
type connection interface {
	// report waits until the handshake is over: what the stack says of it, or nil
	// when it has failed.
	report(context.Context) (*claim, error)
	// send and close are what the application at this end does.
	send(text string) error
	close() error
	// release ends what is left of the connection, and does not return before.
	release() error
}

// fits refuses a client and a server one of which the stack cannot be.
func (s *stack) fits(client, server traces.Node) error {
	theirs, ours := client, server
	if s.role == Server {
		theirs, ours = server, client
	}
	err := errors.Join(unheeded(theirs), firstBroken(s.limits, theirs), firstBroken(s.ours, ours))
	if err == nil && s.suits != nil {
		err = s.suits(client, server)
	}
	if err != nil {
		return fmt.Errorf("%s %s: %w", s.name, s.role, err)
	}
	return nil
}

// heeded are the options of their own nodes that the stacks heed, as far as their
// limits go. Whatever else a header says of them they would ignore.
var heeded = []string{
	"ems", "tickets", "renew", "cache", "key", "vhost", "cert", // of servers
	"marker", "id", "ri", "sni", // of clients
	"suites",
}

func unheeded(n traces.Node) error {
	for _, o := range n.Options {
		if !slices.Contains(heeded, o.Key) {
			return fmt.Errorf("%s with %s: %w", n.Name, o.Key, cannot("there is no switch for it here"))
		}
	}
	return nil
}

func firstBroken(limits []Limit, n traces.Node) error {
	for _, l := range limits {
		if err := l.check(n); err != nil {
			return err
		}
	}
	return nil
}

// cannot is an ErrCannot with its reason.
func cannot(format string, args ...any) error {
	return fmt.Errorf("%w: %s", traces.ErrCannot, fmt.Sprintf(format, args...))
}

// suitesOf are the cipher suites of a node, in its order.
func suitesOf(n traces.Node) ([]*wire.Suite, error) {
	policy, err := script.Policy(n)
	return policy.Suites, err
}
