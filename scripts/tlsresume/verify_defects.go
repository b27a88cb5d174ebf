package main

import (
	"context"
	"fmt"
	"strings"

	"tlsresume/impl/defect"
	"tlsresume/model/check"
	"tlsresume/properties/matrix"
)

// defects shows that every defect is found, in the model and in the
// implementation.
func (v *verification) defects(ctx context.Context) error {
	var found tally
	for _, m := range mistakes() {
		if err := v.modelDefect(ctx, m, &found); err != nil {
			return err
		}
	}
	v.sum("defects", "of the model", found.well, found.all, fmt.Sprintf(" are found, in %d states", found.states))
	b, err := matrix.NewBench(ctx, v.root, v.seed, defectCases, 0)
	if err != nil {
		return err
	}
	for _, d := range defect.All() {
		if d.Grade() == defect.Overlay {
			continue // tlsresume defects --full
		}
		if err := v.implDefect(ctx, b, d); err != nil {
			return err
		}
	}
	return nil
}

// defectCases is how many random scripts a defect of the implementation is tried against,
// behind the stored traces.
const defectCases = 200

func (v *verification) modelDefect(ctx context.Context, m mistake, kind *tally) error {
	c, err := configurationNamed(m.config)
	if err != nil {
		return err
	}
	x, err := job{c, &m}.explore(ctx, check.Limits{}, v.talk)
	if err != nil {
		return err
	}
	verdict, detail := check.Broken, fmt.Sprintf("%s does not find it in %d states", m.breaks, x.States)
	if x.shows(m.breaks) {
		verdict, detail = check.Holds, fmt.Sprintf("%s is not reached in any of %d states", m.breaks, x.States)
	}
	for _, f := range x.broken {
		if f.Name == m.breaks {
			detail = fmt.Sprintf("%s finds it in %d states, in %d commands", f.Name, x.States, len(f.Trace.Steps))
		}
	}
	kind.count(x)
	v.addOne("defects", "model "+m.name, verdict, detail)
	return nil
}

func (v *verification) implDefect(ctx context.Context, b *matrix.Bench, d defect.Defect) error {
	r, err := b.Try(ctx, d, true)
	if err != nil {
		return err
	}
	verdict, detail := check.Holds, ""
	for _, f := range r.Findings {
		detail += fmt.Sprintf("%s finds it in case %d, ", f.Check, f.Cases)
	}
	if err := r.Err(matrix.Killers(d)); err != nil {
		verdict, detail = check.Broken, err.Error()
	}
	v.add("defects", "impl "+d.Name, verdict, strings.TrimSuffix(detail, ", "))
	return nil
}
