package peers

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"tlsresume/impl/peers/process"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// opensslClient is openssl s_client, a process for each connection. It writes
// its session to a file at the end of a full handshake, and reads one from there
// before the next: a ticket that a resumption renews it does not write.
var opensslClient = &stack{
	name: "openssl", role: Client, missing: opensslMissing, lines: true,
	sees: []string{"ems", "ms", "peer", "suite", "version"},
	limits: []Limit{
		{"marker", true, "tickets", "OpenSSL always sends a session ID beside a ticket"},
		{"id", false, "", "s_client sends no session ID that names nothing, when it speaks TLS 1.2 only"},
		{"ri", false, "", "OpenSSL signals RFC 5746 by the SCSV"},
	},
	connect: func(ctx context.Context, s *site, n traces.Node) (client, error) {
		root, err := s.certificate("root.crt", s.pki.Root())
		return &opensslDialer{ctx: ctx, site: s, node: n, root: root, old: map[string]bool{}}, err
	},
}

// An opensslDialer is a client with the folder of its sessions.
type opensslDialer struct {
	ctx  context.Context // of the world: what bounds the processes
	site *site
	node traces.Node
	root string
	old  map[string]bool // by key: the session that is kept has an older ticket than it could
}

func (d *opensslDialer) dial(_ context.Context, addr, serverName, key string) (connection, error) {
	if _, tickets := d.node.Has("tickets"); tickets && d.old[key] {
		return nil, cannot("s_client keeps no ticket that a resumption brought")
	}
	// -nocommands: a line that begins with Q or R is data, and the end of stdin
	// closes.
	args := []string{
		"s_client", "-connect", addr, "-nocommands", "-verify_return_error", "-msg",
		"-CAfile", d.root, "-attime", strconv.FormatInt(script.Epoch.Unix(), 10),
	}
	if serverName == "" {
		args = append(args, "-noservername")
	} else {
		args = append(args, "-servername", serverName, "-verify_hostname", serverName)
	}
	session := filepath.Join(d.site.dir, d.node.Name+"-"+hex.EncodeToString([]byte(key))+".session")
	if _, err := os.Stat(session); err == nil {
		args = append(args, "-sess_in", session)
	}
	p, err := openSSL(d.ctx, d.site, d.node, append(args, "-sess_out", session)...)
	if err != nil {
		return nil, err
	}
	return &opensslClientConn{p, d, key}, nil
}

func (d *opensslDialer) deploy(_ context.Context, n traces.Node) error {
	d.node = n
	return nil
}

func (d *opensslDialer) close() error { return nil }

type opensslClientConn struct {
	process *process.Process
	dialer  *opensslDialer
	key     string // of the session
}

// What s_client prints when it is connected, and what it prints before when it
// failed.
var (
	connected = regexp.MustCompile(`(?s)\n(New|Reused), \S+, Cipher is .*\n    Extended master secret: \w+\n`)
	refused   = regexp.MustCompile(`(?m)^[0-9A-F]+:error:`)
)

func (c *opensslClientConn) report(ctx context.Context) (*claim, error) {
	var is *claim
	err := c.process.Await(ctx, func(text string) bool {
		at := connected.FindStringIndex(text)
		switch {
		case refused.MatchString(text):
			return true
		case at == nil:
			return false
		}
		is = parseClient(text)
		renewed := strings.Contains(text, ", NewSessionTicket\n")
		c.dialer.old[c.key] = is.resumed && (renewed || c.dialer.old[c.key])
		return true
	})
	if errors.Is(err, process.ErrEnded) {
		return nil, nil
	}
	return is, err
}

// parseClient reads what s_client says of its session. The protocol beside New
// or Reused is the lowest of the cipher, not the one that was negotiated.
func parseClient(text string) *claim {
	master, _ := hex.DecodeString(field(text, "    Master-Key: "))
	return &claim{
		resumed: strings.Contains(text, "\nReused, "),
		master:  master,
		ems:     field(text, "    Extended master secret: ") == "yes",
		peer:    field(text, "subject=CN = "),
		suite:   opensslSuite(field(text, "    Cipher    : ")),
		version: strings.TrimPrefix(field(text, "    Protocol  : "), "TLSv"),
	}
}

// field is what stands behind a key in the first line that begins with it.
func field(text, key string) string {
	_, rest, _ := strings.Cut("\n"+text, "\n"+key)
	value, _, _ := strings.Cut(rest, "\n")
	return value
}

func (c *opensslClientConn) send(text string) error {
	_, err := io.WriteString(c.process.Stdin, text)
	return err
}

func (c *opensslClientConn) close() error { return c.process.Stdin.Close() }

func (c *opensslClientConn) release() error { return c.process.Kill() }
