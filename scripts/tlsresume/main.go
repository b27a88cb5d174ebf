// Command tlsresume verifies TLS session resumption: see `tlsresume help`.
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := newRootCommand().ExecuteContext(ctx)
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = exitError{code: 130, err: errors.New("interrupted")}
	}
	report(os.Stderr, err)
	return exitCode(err)
}

func newRootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "tlsresume",
		Short: "verify TLS session resumption: a model, an implementation and real stacks, played against each other",
		Long: `tlsresume verifies TLS session resumption up to TLS 1.2.

Exit codes: 0 holds, 1 a finding, 2 usage or bad input, 3 inconclusive (a bound
was hit, or a stack that was named is missing), 130 interrupted.`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage(err) })
	root.AddCommand(
		newVerifyCommand(), newCheckCommand(), newReplayCommand(), newFollowCommand(),
		newDefectsCommand(), newServeCommand(), newConnectCommand(), newPoliciesTopic(),
	)
	return root
}
