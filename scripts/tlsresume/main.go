// Command tlsresume verifies TLS session resumption: see `tlsresume help`.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
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
		newVerifyCommand(), newCheckCommand(), newExploreCommand(), newReplayCommand(), newFollowCommand(),
		newDefectsCommand(), newFuzzCommand(), newServeCommand(), newConnectCommand(), newPoliciesTopic(),
	)
	refuseUnknownTopics(root)
	return root
}

// refuseUnknownTopics has help end as any command does that does not know a word: cobra's
// shows the usage, and says that all went well.
func refuseUnknownTopics(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	i := slices.IndexFunc(root.Commands(), func(c *cobra.Command) bool { return c.Name() == "help" })
	root.Commands()[i].Args = func(_ *cobra.Command, words []string) error {
		of, rest, err := root.Find(words)
		if err == nil && len(rest) > 0 {
			err = fmt.Errorf("unknown command %q for %q", rest[0], of.CommandPath())
		}
		return err
	}
}
