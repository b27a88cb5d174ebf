package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"tlsresume/model/check"
	"tlsresume/properties"
	"tlsresume/properties/conform"
	"tlsresume/properties/matrix"
	"tlsresume/traces"
)

// conformance plays the model's paths on the implementation, and follows the
// implementation's runs with the model.
func (v *verification) conformance(ctx context.Context) error {
	witnessed, err := v.follow(ctx, "model to code", v.witnesses, "")
	if err != nil || witnessed == nil {
		return err
	}
	if err := v.transitions(ctx); err != nil {
		return err
	}
	followed, err := v.follow(ctx, "code to model", scripts(v.seed, v.runs), fmt.Sprintf(", seed %d", v.seed))
	if err != nil || followed == nil {
		return err
	}
	under, err := attacks(v.seed, max(v.runs/10, 1)) // which take longer: they are full handshakes
	if err != nil {
		return err
	}
	attacked, err := v.follow(ctx, "code to model, under attack", under, fmt.Sprintf(", seed %d", v.seed))
	if err != nil || attacked == nil {
		return err
	}
	v.properties(followed, witnessed, attacked, v.replayed)
	return nil
}

// attacks are the random ones of a seed.
func attacks(seed uint64, n int) ([]*traces.Trace, error) {
	random := rand.New(rand.NewPCG(seed, 1))
	all := make([]*traces.Trace, n)
	for i := range all {
		var err error
		if all[i], err = conform.Attack(random.IntN, deeds); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// deeds are how many of the adversary's an attack has.
const deeds = 15

// transitions plays paths that have every transition of the model's smaller worlds.
func (v *verification) transitions(ctx context.Context) error {
	all, err := conform.Cover(ctx, conform.Small)
	if err != nil {
		return err
	}
	n := 0
	var paths []*traces.Trace
	for _, c := range all {
		n += c.Transitions
		paths = append(paths, c.Paths...)
	}
	f, err := v.followAll(ctx, "every transition", paths, conform.Compare)
	if err != nil || f == nil {
		return err
	}
	verdict := tried(f.runs)
	if len(f.lacks) > 0 {
		verdict = check.Inconclusive // some were not played
	}
	v.add("conformance", "every transition", verdict, fmt.Sprintf("%d transitions of %d worlds, %d paths", n, len(all), len(paths)))
	v.addLacks("conformance", "every transition", f.lacks, len(paths))
	return nil
}

// scripts are the random ones of a seed.
func scripts(seed uint64, n int) []*traces.Trace {
	random := rand.New(rand.NewPCG(seed, 0))
	all := make([]*traces.Trace, n)
	for i := range all {
		all[i] = conform.Script(random.IntN, matrix.Commands)
	}
	return all
}

// A following sums up runs that the model followed.
type following struct {
	runs, events int
	occurs       map[string]int // in how many of them the situation of each property occurs
	lacks        []string       // why others could not be played
}

func newFollowing() *following { return &following{occurs: map[string]int{}} }

// summed is the following of one run.
func summed(got *traces.Trace) *following {
	f := newFollowing()
	f.runs = 1
	run := properties.NewRun(got)
	for _, p := range properties.All() {
		if p.Occurs(run) {
			f.occurs[p.Name] = 1
		}
	}
	for _, s := range got.Steps {
		f.events += len(s.Events)
	}
	return f
}

// add adds what another has.
func (f *following) add(other *following) {
	f.runs, f.events = f.runs+other.runs, f.events+other.events
	for name, n := range other.occurs {
		f.occurs[name] += n
	}
	f.lacks = append(f.lacks, other.lacks...)
}

// properties says of each property whether its situation occurs: none was broken, or the
// runs would not have been followed.
func (v *verification) properties(all ...*following) {
	runs, least := 0, math.MaxInt
	for _, f := range all {
		runs += f.runs
	}
	k := v.kind("properties")
	for _, p := range properties.All() {
		occurs := 0
		for _, f := range all {
			occurs += f.occurs[p.Name]
		}
		least = min(least, occurs)
		k.add(p.Name, tried(occurs), fmt.Sprintf("its situation occurs in %d of %d runs", occurs, runs))
	}
	k.sum("of runs", fmt.Sprintf(" hold in %d runs, of which at least %d have the situation of each", runs, least))
}

// follow plays scripts on both, and adds a line. It returns nil when the two parted.
func (v *verification) follow(ctx context.Context, what string, scripts []*traces.Trace, bounds string) (*following, error) {
	f, err := v.followAll(ctx, what, scripts, conform.Follow)
	if err != nil || f == nil {
		return nil, err
	}
	v.add("conformance", what, tried(f.runs), fmt.Sprintf("%d runs, %d events%s", f.runs, f.events, bounds))
	v.addLacks("conformance", what, f.lacks, len(scripts))
	return f, nil
}

// followAll plays scripts on both. It reports the first on which the two parted, and
// returns nil then.
func (v *verification) followAll(ctx context.Context, what string, scripts []*traces.Trace, play conform.Play) (*following, error) {
	runs := make([]*following, len(scripts))
	err := crew{what: what + ": runs", talk: v.talk}.do(ctx, len(scripts), func(i int) error {
		name := fmt.Sprintf("%s-%d-%d", strings.NewReplacer(",", "", " ", "-").Replace(what), v.seed, i)
		got, err := conform.Try(ctx, name, scripts[i], play)
		switch {
		case errors.Is(err, traces.ErrCannot):
			runs[i] = &following{lacks: []string{err.Error()}}
			return nil
		case err != nil:
			return err
		}
		runs[i] = summed(got)
		return nil
	})
	var parted *conform.Failure
	if errors.As(err, &parted) {
		v.add("conformance", what, check.Broken, parted.Err.Error(), parted.Replay)
		return nil, nil
	}
	if err != nil {
		return nil, err // what was interrupted is no finding
	}
	all := newFollowing()
	for _, f := range runs {
		all.add(f)
	}
	return all, nil
}
