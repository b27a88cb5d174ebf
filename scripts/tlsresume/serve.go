package main

import (
	"context"
	"fmt"
	"io"
	"net"

	"github.com/spf13/cobra"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/tlsconn"
)

type serveOptions struct {
	endOptions
	tickets        ticketOptions
	hosts          hostOptions
	addr           string
	noCache, renew bool
	count          int
	connections    int
	cacheSize      int
	ownOrder       bool
	ofServer       *policyValues
	renegotiate    bool
	pskHint        string
}

func newServeCommand() *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use:   "serve",
		Short: "be a server for any client, up to TLS 1.2, that tells whether and how it resumed",
		Long: `Serve runs the reference implementation as a server. It prints a line for every
connection, and answers a GET with a page that says the same.

It makes itself a certificate for localhost and 127.0.0.1 when it is given none,
and draws a ticket key when it is given none: servers that share a key file
resume each other's sessions.

  tlsresume serve --addr 127.0.0.1:4433
  tlsresume connect 127.0.0.1:4433 --insecure
  openssl s_client -connect 127.0.0.1:4433 -tls1_2 -sess_out session.pem

  openssl rand -out ticket.key 80
  tlsresume serve --addr 127.0.0.1:4434 --ticket-key ticket.key

Clients are known by certificates of --client-ca. A --vhost has its own; the hosts
share ticket keys and cache, and resume none of each other's sessions.

  tlsresume serve --cert a.pem --key a.key \
    --vhost name=b.example,cert=b.pem,key=b.key,client-ca=clients.pem

Where the RFCs leave a choice a flag names it: see tlsresume help policies.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return exitError{codeUsage, fmt.Errorf("got %q, want no argument", args[0]), "--addr HOST:PORT says where to listen"}
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error {
			return o.run(c.Context(), c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	f := c.Flags()
	o.flags(f)
	o.tickets.flags(f)
	o.hosts.flags(f)
	c.MarkFlagsMutuallyExclusive("ticket-key", "ticket-format")
	c.MarkFlagsMutuallyExclusive("ticket-key", "no-tickets")
	f.StringVar(&o.addr, "addr", "127.0.0.1:0", "where to listen; port 0 is any that is free")
	o.ofServer = newPolicyValues(f, serverPolicies)
	f.BoolVar(&o.renegotiate, "renegotiate", false, "ask every client to renegotiate, before its request is read")
	f.StringVar(&o.pskHint, "psk-hint", "", "tell clients of --psk which key to use (RFC 4279 5.2)")
	f.BoolVar(&o.ownOrder, "own-order", false, "prefer suites in the order of --suites, not in the client's")
	f.IntVar(&o.cacheSize, "cache-size", 10_000, "how many sessions of each host are kept by their ID")
	f.BoolVar(&o.noCache, "no-cache", false, "give out no session IDs")
	f.BoolVar(&o.renew, "renew", false, "give out a new ticket when one was used")
	f.IntVar(&o.connections, "connections", 4096, "how many connections there may be at once")
	f.IntVar(&o.count, "count", 0, "end after so many connections (default: none)")
	return c
}

func (o *serveOptions) run(ctx context.Context, out, talk io.Writer) error {
	cfg, err := o.config()
	if err != nil {
		return err
	}
	closeLog, err := o.logKeys(cfg)
	if err != nil {
		return err
	}
	defer closeLog()
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", o.addr)
	if err != nil {
		return usage(fmt.Errorf("--addr: %w", err))
	}
	rotating, stop := context.WithCancel(ctx)
	defer stop()
	go o.tickets.rotate(rotating, cfg.Sealer.(*session.Ring), cfg.Policy.Lifetime)
	s := newServer(cfg, o, &printer{json: o.json, out: out}, talk)
	s.print.listening(l.Addr().String())
	return s.run(ctx, l)
}

func (o *serveOptions) config() (*tlsconn.Config, error) {
	policy, err := o.policy()
	if err != nil {
		return nil, err
	}
	if o.count < 0 {
		return nil, usage(fmt.Errorf("got --count %d, want 0 or more", o.count))
	}
	if o.connections < 1 {
		return nil, usage(fmt.Errorf("got --connections %d, want 1 or more", o.connections))
	}
	if o.cacheSize < 1 {
		return nil, usage(fmt.Errorf("got --cache-size %d, want 1 or more, or --no-cache", o.cacheSize))
	}
	if err := o.ofServer.apply(&policy); err != nil {
		return nil, err
	}
	policy.Cache, policy.Renew, policy.OwnOrder = !o.noCache, o.renew, o.ownOrder
	keys, err := o.sharedKeys(&policy)
	if err != nil {
		return nil, err
	}
	hosts, err := o.hosts.hosts(&policy)
	if err != nil {
		return nil, err
	}
	var hint []byte
	if o.pskHint != "" {
		hint = []byte(o.pskHint)
	}
	ring, err := o.tickets.ring()
	if err != nil {
		return nil, err
	}
	cfg := &tlsconn.Config{
		Config: handshake.Config{Policy: policy, Hosts: hosts, Sealer: ring, Hint: hint},
		Store:  session.NewPartitions(o.cacheSize, policy.Lifetime),
	}
	if keys != nil {
		cfg.KeyOf = handshake.PSKs(keys)
	}
	return cfg, nil
}
