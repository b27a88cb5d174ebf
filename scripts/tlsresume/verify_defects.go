package main

import (
	"context"
	"fmt"

	"tlsresume/impl/defect"
	"tlsresume/model/check"
	"tlsresume/properties/matrix"
)

// modelDefects shows that every defect of the model is found.
func (v *verification) modelDefects(ctx context.Context) error {
	found := tally{kind: v.kind("defects")}
	for _, m := range mistakes() {
		if err := v.modelDefect(ctx, m, &found); err != nil {
			return err
		}
	}
	found.sum("of the model", fmt.Sprintf(" are found, in %d states", found.states))
	return nil
}

func (v *verification) modelDefect(ctx context.Context, m mistake, found *tally) error {
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
	found.count(x)
	found.add("model "+m.name, verdict, detail)
	return nil
}

// implDefects shows that every defect of the implementation that needs no compiler is
// found by what must find it; the others are for tlsresume defects --full.
func (v *verification) implDefects(ctx context.Context) error {
	b, err := matrix.NewBench(ctx, v.root, v.seed, defectCases, probeSeeds)
	if err != nil {
		return err
	}
	b.Fleets = fleets
	var here []defect.Defect
	for _, d := range defect.All() {
		if d.Grade() != defect.Overlay {
			here = append(here, d)
		}
	}
	rows := make([]matrix.Row, len(here))
	err = crew{what: "defects of the implementation", talk: v.talk}.do(ctx, len(here), func(i int) (err error) {
		rows[i], err = b.Try(ctx, here[i], true)
		return err
	})
	if err != nil {
		return err
	}
	found, most := v.kind("defects"), 0
	for i, r := range rows {
		verdict, detail := check.Holds, finders(r)
		if err := r.Err(matrix.Killers(here[i])); err != nil {
			verdict, detail = check.Broken, err.Error()
		}
		most = max(most, r.Cases)
		found.add("implementation "+r.Defect, verdict, detail)
	}
	found.sum("of the implementation", fmt.Sprintf(
		" are found, each in at most %d runs; %d more are overlays: tlsresume defects --full", most, len(defect.All())-len(here)))
	return nil
}

// defectCases is how many random scripts a defect of the implementation is tried against,
// behind the stored traces.
const defectCases = 200
