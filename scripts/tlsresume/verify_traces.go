package main

import (
	"context"
	"fmt"
	"strings"

	"tlsresume/model/check"
	"tlsresume/properties/conform"
	"tlsresume/traces"
)

// traces replays every stored trace on model and implementation.
func (v *verification) traces(ctx context.Context) error {
	for _, name := range []string{"impl", "model"} {
		systems, err := conform.Named([]string{name})
		if err != nil {
			return err
		}
		verdict, same := check.Holds, 0
		var replays, lacks []string
		for _, f := range v.stored {
			j := conform.Judge(ctx, f.name, f.trace, systems[0])
			if ctx.Err() != nil {
				return ctx.Err() // what was interrupted is no finding
			}
			switch j.Verdict {
			case conform.Same:
				same++
				v.judge(f, j.Got)
				continue
			case conform.Cannot:
				lacks = append(lacks, strings.Join(j.Reasons, "; "))
				continue
			}
			verdict = check.Broken
			replays = append(replays, "go tool tlsresume replay --on "+name+" "+f.name)
		}
		if verdict == check.Holds {
			verdict = tried(same)
		}
		v.add("traces", "on "+name, verdict, fmt.Sprintf("%d of %d traces give the same events", same, len(v.stored)), replays...)
		v.addLacks("traces", "on "+name, lacks, len(v.stored))
	}
	return nil
}

// judge has the properties judge a stored trace.
func (v *verification) judge(f file, got *traces.Trace) {
	for _, wrong := range conform.JudgeStored(f.name, got) {
		v.add("properties", "of stored traces", check.Broken, f.name+": "+wrong)
	}
	v.replayed.add(summed(got))
}
