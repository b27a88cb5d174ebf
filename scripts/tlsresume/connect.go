package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/tlsconn"
	"tlsresume/impl/wire"
)

type connectOptions struct {
	endOptions
	addr, host  string
	times       int
	serverName  string
	noName      bool // --server-name ""
	ca          string
	insecure    bool
	cert, key   string
	marker      bool
	fallback    bool
	fragment    int
	renegotiate int
	noRequest   bool
}

func newConnectCommand() *cobra.Command {
	var o connectOptions
	c := &cobra.Command{
		Use:   "connect HOST:PORT",
		Short: "be a client of any server, up to TLS 1.2, again and again, and tell whether it resumes",
		Long: `Connect runs the reference implementation as a client. It connects several times,
one after the other, and offers the session of the last connection each time. It
prints a line for every connection.

  tlsresume connect example.org:443
  tlsresume connect 127.0.0.1:4433 --insecure -n 5

Where the RFCs leave a choice a flag names it: see tlsresume help policies.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage(fmt.Errorf("got %d arguments, want HOST:PORT", len(args)))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			o.addr = args[0]
			o.noName = c.Flags().Changed("server-name") && o.serverName == ""
			return o.run(c.Context(), c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	f := c.Flags()
	o.flags(f)
	f.IntVarP(&o.times, "times", "n", 2, "how often to connect")
	f.StringVar(&o.serverName, "server-name", "", "the name to send and to verify (default: HOST, if it is a name)")
	f.StringVar(&o.ca, "ca", "", "trust the certificates of this PEM file instead of the system's")
	f.BoolVar(&o.insecure, "insecure", false, "trust any certificate")
	f.StringVar(&o.cert, "cert", "", "a certificate chain to show to a server that asks, PEM")
	f.StringVar(&o.key, "key", "", "its key, PEM, not encrypted")
	f.BoolVar(&o.marker, "marker", false, "send a session ID beside a ticket (RFC 5077 3.4)")
	f.BoolVar(&o.fallback, "fallback", false, "say that a newer version was tried in vain (RFC 7507)")
	f.IntVar(&o.fragment, "max-fragment", 0, "ask for records of at most so many bytes: 512, 1024, 2048 or 4096 (RFC 6066 4)")
	f.IntVar(&o.renegotiate, "renegotiate", 0, "how often to renegotiate, before the request")
	f.BoolVar(&o.noRequest, "no-request", false, "do not send GET / HTTP/1.0")
	c.MarkFlagsMutuallyExclusive("ca", "insecure")
	c.MarkFlagsRequiredTogether("cert", "key")
	return c
}

func (o *connectOptions) run(ctx context.Context, out, talk io.Writer) error {
	if err := o.check(); err != nil {
		return err
	}
	cfg, err := o.config()
	if err != nil {
		return err
	}
	closeLog, err := o.logKeys(cfg)
	if err != nil {
		return err
	}
	defer closeLog()
	p := &printer{json: o.json, out: out}
	var first error
	failures := 0
	for number := 1; number <= o.times; number++ {
		result, err := o.connect(ctx, number, cfg)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == errNoGoodbye {
			fmt.Fprintf(talk, "tlsresume: connection %d: %v\n", number, err)
			err = nil
		}
		if err != nil {
			result = failed(number, o.addr, o.plainly(err))
			failures++
		}
		if first == nil && err != nil {
			first = fmt.Errorf("connection %d: %w", number, o.plainly(err))
		}
		p.print(result)
	}
	return o.verdict(failures, first)
}

func (o *connectOptions) verdict(failures int, first error) error {
	if failures == 0 {
		return nil
	}
	e := exitError{code: codeFinding, err: fmt.Errorf("%d of %d connections failed, first %w", failures, o.times, first)}
	var abort *handshake.Abort
	if errors.As(first, &abort) && distrusts(abort.Reason) {
		e.hint = "--ca FILE trusts a certificate, --insecure any; --server-name NAME is the name that it must bear"
	}
	return e
}

func distrusts(r handshake.Reason) bool {
	switch r {
	case handshake.CertificateRefused, handshake.CertificateExpired, handshake.AuthorityUnknown:
		return true
	}
	return false
}

// check settles the host and its name.
func (o *connectOptions) check() error {
	host, port, err := net.SplitHostPort(o.addr)
	switch {
	case err != nil || host == "" || port == "":
		return usage(fmt.Errorf("got %q, want HOST:PORT", o.addr))
	case o.times < 1:
		return usage(fmt.Errorf("got -n %d, want 1 or more", o.times))
	case o.renegotiate < 0:
		return usage(fmt.Errorf("got --renegotiate %d, want 0 or more", o.renegotiate))
	// Anything else may be sent, to see what a server makes of it.
	case isAddress(o.serverName) || strings.HasSuffix(o.serverName, "."):
		return usage(fmt.Errorf("--server-name: got %q, want a name without a trailing dot, and no address", o.serverName))
	}
	o.host = strings.TrimSuffix(host, ".")
	if o.serverName == "" && !o.noName && !isAddress(o.host) {
		o.serverName = o.host
	}
	return nil
}

func (o *connectOptions) config() (*tlsconn.Config, error) {
	policy, err := o.policy()
	if err != nil {
		return nil, err
	}
	policy.Marker, policy.Fallback = o.marker, o.fallback
	if policy.MaxFragment, err = fragmentLength(o.fragment); err != nil {
		return nil, err
	}
	verify, err := o.verifier()
	if err != nil {
		return nil, usage(err)
	}
	keys, err := o.sharedKeys(&policy)
	if err != nil {
		return nil, err
	}
	credentials, err := o.credentials()
	if err != nil {
		return nil, usage(err)
	}
	return &tlsconn.Config{
		Config:   handshake.Config{Policy: policy, ServerName: o.serverName, Verify: verify, Credentials: credentials, PSKs: keys},
		Sessions: session.NewClientStore(1),
		Key:      session.ClientKey{Name: o.serverName, Addr: o.addr},
	}, nil
}

// credentials are what the client has to show.
func (o *connectOptions) credentials() ([]*handshake.Credential, error) {
	if o.cert == "" {
		return nil, nil
	}
	c, err := loadCredential(o.cert, o.key)
	if err != nil {
		return nil, err
	}
	return []*handshake.Credential{c}, nil
}

// fragmentLength is how RFC 6066 4 says a number of bytes; 0 for none.
func fragmentLength(bytes int) (wire.FragmentLength, error) {
	if bytes == 0 {
		return 0, nil
	}
	for _, l := range wire.FragmentLengths {
		if l.Bytes() == bytes {
			return l, nil
		}
	}
	return 0, usage(fmt.Errorf("got --max-fragment %d, want 512, 1024, 2048 or 4096", bytes))
}

// errNoGoodbye is worth a word, but the answer was there: many servers end so.
var errNoGoodbye = errors.New("the server closed without a close_notify")

// connect makes one connection.
func (o *connectOptions) connect(ctx context.Context, number int, cfg *tlsconn.Config) (connection, error) {
	deadline := time.Now().Add(o.timeout)
	dialer := net.Dialer{Deadline: deadline}
	raw, err := dialer.DialContext(ctx, "tcp", o.addr)
	if err != nil {
		return connection{}, err
	}
	raw.SetDeadline(deadline)
	stop := context.AfterFunc(ctx, func() { raw.SetDeadline(time.Now()) })
	defer stop()
	conn := tlsconn.Client(raw, cfg)
	defer conn.Close()
	if err := conn.Handshake(context.Background()); err != nil {
		return connection{}, err
	}
	a, _ := conn.Agreement()
	for ; a.Renegotiations < o.renegotiate; a.Renegotiations++ {
		if err := conn.Renegotiate(ctx); err != nil {
			return connection{}, fmt.Errorf("renegotiating: %w", err)
		}
	}
	if !o.noRequest {
		err = o.ask(conn)
	}
	return agreed(number, o.addr, a), err
}

// maxAnswer is where reading an answer stops, in bytes.
const maxAnswer = 1 << 20

// ask sends a request and reads the answer, of which only that it ends well
// counts.
func (o *connectOptions) ask(conn *tlsconn.Conn) error {
	if _, err := fmt.Fprintf(conn, "GET / HTTP/1.0\r\nHost: %s\r\n\r\n", o.addr); err != nil {
		return err
	}
	n, err := io.CopyN(io.Discard, conn, maxAnswer)
	switch {
	case err == io.EOF:
		return nil
	case errors.Is(err, io.ErrUnexpectedEOF) && n > 0:
		return errNoGoodbye
	}
	return err
}
