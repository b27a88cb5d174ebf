package peers

import (
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"tlsresume/impl/peers/process"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

// opensslServer is openssl s_server, which serves one connection at a time.
var opensslServer = &stack{
	name: "openssl", role: Server, missing: opensslMissing, lines: true,
	sees: []string{"ems", "ms", "sni", "suite", "version"},
	limits: []Limit{
		{"renew", false, "", "s_server issues tickets in full handshakes only"},
		{"key", false, "", "s_server makes its ticket key itself"},
	},
	serve: func(ctx context.Context, s *site, n traces.Node) (server, error) {
		l := &opensslListener{ctx: ctx, site: s, node: n}
		bounded, done := context.WithTimeout(ctx, startTime)
		defer done()
		if err := l.start(bounded); err != nil {
			return nil, inTime(err)
		}
		return l, nil
	},
}

// startTime is how long a process may take to be ready at the start of a world.
const startTime = 10 * time.Second

// An opensslListener is a server. What it has in memory is lost with its
// process: operate and deploy start another only where nothing is lost that the
// trace keeps.
type opensslListener struct {
	ctx     context.Context // of the world: what bounds the process
	site    *site
	node    traces.Node
	process *process.Process
	at      string // its address
	last    *opensslServerConn
	count   int             // of its connections
	used    map[string]bool // options by which it may have kept a session since it began
	rotated bool            // a new ticket key was asked for, and is not there yet
}

// accepting is the line by which s_server says where it listens: at a port that
// it has chosen itself, so that nobody else can have taken it.
var accepting = regexp.MustCompile(`(?m)^ACCEPT (127\.0\.0\.1:\d+)$`)

func (l *opensslListener) start(ctx context.Context) error {
	args, err := l.args()
	if err != nil {
		return err
	}
	if l.process, err = openSSL(l.ctx, l.site, l.node, args...); err != nil {
		return err
	}
	err = l.process.Await(ctx, func(text string) bool {
		m := accepting.FindStringSubmatch(text)
		if m == nil {
			return false
		}
		l.at = m[1]
		return true
	})
	if err != nil {
		text := l.process.Text()
		return errors.Join(fmt.Errorf("s_server: %w: %q", err, text), l.process.Kill())
	}
	l.last, l.count = nil, 0
	return nil
}

func (l *opensslListener) args() ([]string, error) {
	cert, key, err := l.site.credential(l.node)
	if err != nil {
		return nil, err
	}
	// Only a server that was told a name acknowledges server_name, and it wants a
	// second certificate for it. -quiet makes every line on stdin data, and -debug
	// undoes what else -quiet does.
	args := []string{
		"s_server", "-accept", "127.0.0.1:0", "-quiet", "-debug",
		"-cert", cert, "-key", key, "-servername", certifiedName(l.node), "-cert2", cert, "-key2", key,
	}
	if _, ok := l.node.Has("cache"); !ok {
		args = append(args, "-no_cache")
	}
	return args, nil
}

func (l *opensslListener) addr() (string, error) {
	switch {
	case l.last != nil && !l.last.over:
		return "", cannot("s_server serves one connection at a time")
	case l.rotated:
		return "", cannot("s_server opens no tickets of an older key")
	}
	return l.at, nil
}

func (l *opensslListener) accept(context.Context) (connection, error) {
	if l.used == nil {
		l.used = map[string]bool{}
	}
	for _, keeps := range []string{"tickets", "cache"} {
		if _, ok := l.node.Has(keeps); ok {
			l.used[keeps] = true
		}
	}
	l.last = &opensslServerConn{process: l.process, number: l.count}
	l.count++
	return l.last, nil
}

// operate starts another process where that is all that the verb means. A
// rotation is only half of one: until the old key is retired, no connection shows
// that there is no new one yet.
func (l *opensslListener) operate(ctx context.Context, verb string) error {
	switch {
	case verb == "restart":
		return l.restart(ctx)
	case verb == "rotate":
		l.rotated = true
		return nil
	case verb == "retire" && !l.rotated:
		return nil // the one key is the newest
	case verb == "retire" && l.used["cache"]:
		return cannot("s_server changes its ticket key only with its session cache")
	case verb == "evict" && !l.used["cache"]:
		return nil
	case verb == "evict" && l.used["tickets"]:
		return cannot("s_server empties its session cache only with its ticket key")
	}
	return l.replace(ctx)
}

// replace starts another process in the middle of a trace.
func (l *opensslListener) replace(ctx context.Context) error {
	if l.last != nil && !l.last.over {
		return cannot("another s_server would cut the connection that is open")
	}
	return l.restart(ctx)
}

func (l *opensslListener) restart(ctx context.Context) error {
	if err := l.process.Kill(); err != nil {
		return err
	}
	l.used, l.rotated = nil, false
	return l.start(ctx)
}

func (l *opensslListener) deploy(ctx context.Context, n traces.Node) error {
	for _, keeps := range []string{"tickets", "cache"} {
		if _, ok := n.Has(keeps); ok && l.used[keeps] {
			return cannot("s_server takes other options only with the loss of its sessions")
		}
	}
	used, rotated := l.used, l.rotated
	l.node = n
	err := l.replace(ctx)
	l.used, l.rotated = used, rotated // what is lost must not come back
	return err
}

func (l *opensslListener) close() error { return l.process.Kill() }

type opensslServerConn struct {
	process *process.Process
	number  int // among those of the process
	over    bool
}

// What s_server prints when a connection is over, when its handshake went well,
// and when it failed.
const closed = "CONNECTION CLOSED\n"

var (
	served   = regexp.MustCompile(`(?s)-----BEGIN SSL SESSION PARAMETERS-----\n.*\nSecure Renegotiation IS `)
	rejected = regexp.MustCompile(`(?m)^ERROR$`)
	hostname = regexp.MustCompile(`(?m)^Hostname in TLS extension: "(.*)"$`)
)

func (c *opensslServerConn) report(ctx context.Context) (is *claim, err error) {
	awaited := c.process.Await(ctx, func(text string) bool {
		parts := strings.SplitN(text, closed, c.number+2)
		if len(parts) <= c.number {
			return false
		}
		mine := parts[c.number]
		switch {
		case served.MatchString(mine):
			is, err = parseServer(mine)
			return true
		}
		return rejected.MatchString(mine) || len(parts) > c.number+1
	})
	if awaited != nil && !errors.Is(awaited, process.ErrEnded) {
		return nil, awaited
	}
	return is, err
}

// parseServer reads what s_server says of a connection.
func parseServer(text string) (*claim, error) {
	_, rest, _ := strings.Cut(text, "-----BEGIN SSL SESSION PARAMETERS-----")
	block, _ := pem.Decode([]byte("-----BEGIN SSL SESSION PARAMETERS-----" + rest))
	if block == nil {
		return nil, fmt.Errorf("s_server: got %q, want a session", rest)
	}
	is, err := parseSession(block.Bytes)
	if err != nil {
		return nil, err
	}
	is.resumed = strings.Contains(text, "\nReused session-id\n")
	is.suite = opensslSuite(field(text, "CIPHER is "))
	if m := hostname.FindStringSubmatch(text); m != nil {
		is.sni = m[1]
	}
	return is, nil
}

// withEMS is the flag of a session that uses the extended master secret
// (SSL_SESS_FLAG_EXTMS of ssl.h), and where the flags stand (ssl_asn1.c).
const (
	withEMS  = 1
	flagsTag = 13
)

// parseSession reads OpenSSL's encoding of a session: its version, the
// protocol's, suite, session ID, master secret, and then fields with tags.
func parseSession(der []byte) (*claim, error) {
	var session, skip, master cryptobyte.String
	var layout, version, flags int64
	in := cryptobyte.String(der)
	ok := in.ReadASN1(&session, asn1.SEQUENCE) &&
		session.ReadASN1Integer(&layout) && session.ReadASN1Integer(&version) &&
		session.ReadASN1(&skip, asn1.OCTET_STRING) && session.ReadASN1(&skip, asn1.OCTET_STRING) &&
		session.ReadASN1(&master, asn1.OCTET_STRING)
	for ok && !session.Empty() {
		var tag asn1.Tag
		var value cryptobyte.String
		ok = session.ReadAnyASN1(&value, &tag)
		if tag == asn1.Tag(flagsTag).ContextSpecific().Constructed() {
			ok = ok && value.ReadASN1Integer(&flags)
		}
	}
	if !ok {
		return nil, fmt.Errorf("s_server: got a session of %d bytes, want another encoding", len(der))
	}
	return &claim{master: master, ems: flags&withEMS != 0, version: wire.Version(version).String()}, nil
}

func (c *opensslServerConn) send(text string) error {
	_, err := io.WriteString(c.process.Stdin, text)
	return err
}

func (c *opensslServerConn) close() error { return cannot("s_server does not close by itself") }

// release leaves the end of the connection to s_server: our socket is closed.
func (c *opensslServerConn) release() error {
	c.over = true
	return nil
}
