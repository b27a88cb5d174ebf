package defect

import (
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// operating has a fleet do these commands instead of one of the operator's.
func operating(verb string, instead func(c traces.Command) []traces.Command) func() script.Seams {
	return func() script.Seams {
		return script.Seams{Operate: func(c traces.Command, do func(traces.Command) error) error {
			if c.Verb != verb {
				return do(c)
			}
			for _, other := range instead(c) {
				if err := do(other); err != nil {
					return err
				}
			}
			return nil
		}}
	}
}

// nothing is what an operator does who forgets.
func nothing(traces.Command) []traces.Command { return nil }

// and is a command with another one to its first server behind it.
func and(verb string) func(traces.Command) []traces.Command {
	return func(c traces.Command) []traces.Command {
		return []traces.Command{c, {Verb: verb, Args: c.Args[:1]}}
	}
}
