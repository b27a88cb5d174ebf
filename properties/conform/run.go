package conform

import (
	"context"
	"fmt"
	"runtime/debug"

	"tlsresume/traces"
)

// Run plays a script as traces.Run does. A panic of the system is an error, with what was
// done before it.
func Run(ctx context.Context, open traces.Open, script *traces.Trace) (*traces.Trace, error) {
	return traces.Run(ctx, func(ctx context.Context, h traces.Header) (sys traces.System, err error) {
		defer caught(&err)
		if sys, err = open(ctx, h); err != nil {
			return nil, err
		}
		return guarded{sys}, nil
	}, script)
}

// A guarded system does not panic.
type guarded struct{ traces.System }

// Do implements traces.System.
func (g guarded) Do(ctx context.Context, c traces.Command) (events []traces.Event, err error) {
	defer caught(&err)
	return g.System.Do(ctx, c)
}

// Close implements traces.System.
func (g guarded) Close() (err error) {
	defer caught(&err)
	return g.System.Close()
}

func caught(err *error) {
	if p := recover(); p != nil {
		*err = &Panic{p, debug.Stack()}
	}
}

// A Panic is one that a system had.
type Panic struct {
	Value any
	Stack []byte
}

// Error tells the value, and where it was.
func (p *Panic) Error() string { return fmt.Sprintf("panic: %v\n%s", p.Value, p.Stack) }
