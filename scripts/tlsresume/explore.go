package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tlsresume/model/resume"
	"tlsresume/scripts/explore"
	"tlsresume/traces"
)

type exploreOptions struct {
	addr   string
	traces []string
}

func newExploreCommand() *cobra.Command {
	var o exploreOptions
	c := &cobra.Command{
		Use:   "explore [CONFIGURATION]",
		Short: "step through the model in a browser",
		Long: `Explore serves a page that steps through the model, and prints its address: what can
be done in a state, with the sources; both ends of every connection, servers, clients and
stores, and what the last step changed; which invariants and goals hold here. A search
of the world leads to counterexamples and to goals, --trace into stored traces. A
path is saved as a trace that replay and follow take.

The address of a page is the world and the path: it can be kept, and sent to who runs
explore, too. The page needs no network, no script and no mouse. Nobody but this machine
can reach it.

  tlsresume explore mixed-fleet-naive
  tlsresume explore --trace traces/figures

Worlds are the configurations of model/resume (tlsresume check --list). Those with an
adversary are not stepped through; neither are traces of them.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return o.run(c.Context(), c.OutOrStdout(), args)
		},
	}
	c.Flags().StringVar(&o.addr, "listen", "127.0.0.1:0", "where to listen, on this machine alone; port 0 is any that is free")
	c.Flags().StringArrayVar(&o.traces, "trace", nil, "step through this trace, too, or through all of a folder; can be given again")
	return c
}

func (o exploreOptions) run(ctx context.Context, out io.Writer, args []string) error {
	stored, err := o.stored()
	if err != nil {
		return usage(err)
	}
	page, err := o.opened(stored, args)
	if err != nil {
		return usage(err)
	}
	l, err := o.listen(ctx)
	if err != nil {
		return usage(fmt.Errorf("--listen: %w", err))
	}
	fmt.Fprintf(out, "http://%s%s\n", l.Addr(), page)
	return serveHTTP(ctx, l, explore.New(stored).Handler())
}

// listen listens where nobody else can come.
func (o exploreOptions) listen(ctx context.Context) (net.Listener, error) {
	host, _, err := net.SplitHostPort(o.addr)
	if err != nil {
		return nil, err
	}
	if !explore.Loopback(host) {
		return nil, fmt.Errorf("got %q, want localhost or an address of loopback", o.addr)
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", o.addr)
	if err != nil {
		return nil, err
	}
	if at, ok := l.Addr().(*net.TCPAddr); !ok || !at.IP.IsLoopback() { // whatever localhost means here
		return nil, errors.Join(fmt.Errorf("got %s for %q, want an address of loopback", l.Addr(), o.addr), l.Close())
	}
	return l, nil
}

// stored loads the traces, by the names of their files.
func (o exploreOptions) stored() (map[string]*traces.Trace, error) {
	all := map[string]*traces.Trace{}
	if len(o.traces) == 0 {
		return all, nil
	}
	files, err := load(o.traces)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f.name), traces.Extension)
		if all[name] != nil {
			return nil, fmt.Errorf("%s: got a second trace that is called %s", f.name, name)
		}
		all[name] = f.trace
	}
	return all, nil
}

// opened is the page to begin with: a world, or the one trace, or all there is.
func (o exploreOptions) opened(stored map[string]*traces.Trace, args []string) (string, error) {
	if len(args) > 0 {
		c, err := pick("configuration of the fleet's model", args[0], resume.Configs(), func(c resume.Config) string { return c.Name })
		return "/config/" + url.PathEscape(c.Name), err
	}
	if len(stored) == 1 {
		for name := range stored {
			return "/trace/" + url.PathEscape(name) + "?at=0", nil
		}
	}
	return "/", nil
}

// The patience of a server of pages.
const (
	headerTime = 10 * time.Second
	answerTime = 5 * time.Minute // a search may take its time
)

// serveHTTP answers until ctx ends, which ends what is under way.
func serveHTTP(ctx context.Context, l net.Listener, h http.Handler) error {
	s := &http.Server{
		Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: headerTime, WriteTimeout: answerTime, IdleTimeout: answerTime,
		MaxHeaderBytes: 4 * explore.MaxAddress,
		BaseContext:    func(net.Listener) context.Context { return ctx },
	}
	stop := context.AfterFunc(ctx, func() { s.Close() })
	defer stop()
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return ctx.Err()
}
