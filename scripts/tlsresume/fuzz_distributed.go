package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"tlsresume/fuzz/campaign"
)

// A farm is what the command is told about other machines.
type farm struct {
	coordinator, worker string
	trust               bool
}

// flags are those of the command.
func (m *farm) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&m.coordinator, "coordinator", "", "HOST:PORT where workers may come; the engine is gofuzz")
	f.StringVar(&m.worker, "worker", "", "HOST:PORT of a coordinator to work for, on its targets")
	f.BoolVar(&m.trust, "trust-network", false, "let --coordinator and --worker leave this machine, though neither side is asked who it is")
	c.MarkFlagsMutuallyExclusive("coordinator", "worker")
	c.MarkFlagsMutuallyExclusive("engine", "coordinator")
	for _, other := range []string{"engine", "execs", "seed", "share", "slice"} {
		c.MarkFlagsMutuallyExclusive(other, "worker")
	}
}

const farmHelp = `With --coordinator HOST:PORT workers of other machines may come, each started by
tlsresume fuzz run --worker HOST:PORT. A worker of another build is not let in: bring both
to one commit. It follows the coordinator from target to target, keeps nothing, and may
come, go and die at any time; all it finds is the coordinator's. NOBODY IS ASKED WHO
HE IS: whoever reaches HOST:PORT can read the corpus and put inputs into it. An address
that is not of this machine alone needs --trust-network; a tunnel, such as ssh -L, needs
nothing.`

// reachable is an error for an address that others reach, unless all of them are trusted.
func (m farm) reachable(ctx context.Context, flag, address string) error {
	local, err := campaign.Loopback(ctx, address)
	if err != nil {
		return usage(fmt.Errorf("--%s: %w", flag, err))
	}
	if !local && !m.trust {
		return exitError{code: codeUsage, hint: "use an address of loopback through a tunnel, or add --trust-network",
			err: fmt.Errorf("--%s %s leaves this machine, and nobody is asked who he is: whoever reaches it can read the corpus and put inputs into it", flag, address)}
	}
	return nil
}

// gate is where workers come.
func (m farm) gate(ctx context.Context, talk io.Writer) (*campaign.Gate, error) {
	if err := m.reachable(ctx, "coordinator", m.coordinator); err != nil {
		return nil, err
	}
	g, err := campaign.Listen(m.coordinator, talk)
	if err != nil {
		return nil, inconclusive(err)
	}
	fmt.Fprintf(talk, "workers: go tool tlsresume fuzz run --worker %s\n", g.Address())
	return g, nil
}

// work is the whole of a worker.
func (r fuzzRun) work(ctx context.Context, talk io.Writer, names []string) error {
	if len(names) > 0 {
		return usage(errors.New("the coordinator chooses the targets of a worker"))
	}
	if err := r.reachable(ctx, "worker", r.worker); err != nil {
		return err
	}
	root, folder, err := places(r.folder)
	if err != nil {
		return err
	}
	if r.time > 0 {
		timed, stop := context.WithTimeout(ctx, r.time)
		defer stop()
		ctx = timed
	}
	err = campaign.Work(ctx, campaign.Project{Root: root}, folder, r.procs, campaign.Worker{Address: r.worker, Talk: talk})
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil
	case errors.Is(err, context.Canceled):
		return err
	}
	return inconclusive(err)
}
