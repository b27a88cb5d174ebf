package adversary

import (
	"context"
	"fmt"

	"tlsresume/traces"
)

// trace writes a run down as commands, with what the ends answer.
func (w world) trace(ctx context.Context, h traces.Header, path []flight) (*traces.Trace, error) {
	y, t := w.open(h), &traces.Trace{Header: h}
	for _, f := range path {
		want, _ := y.answer(&y.state, f)
		for _, c := range y.commands(f, &want) {
			events, err := y.Do(ctx, c)
			if err != nil {
				return t, fmt.Errorf("%+v: %s: %w", f, c, err)
			}
			t.Steps = append(t.Steps, traces.Step{Command: c, Events: events})
		}
		if f.Verb == abandon {
			continue // what was said is there to be used again, of which no search has a use
		}
		if y.state.Clients != want.Clients || y.state.Servers != want.Servers {
			return t, fmt.Errorf("the command %s is another flight than %+v", t.Steps[len(t.Steps)-1].Command, f)
		}
	}
	return t, nil
}

// header is the world as the trace of a run begins: the server's first choice is the
// run's.
func (w world) header(rule, from string, path []flight) (traces.Header, error) {
	for _, f := range path {
		if f.Verb == greetServer && f.Offer == noSlot {
			return w.describe(rule, from, f.Kex, f.Asks)
		}
	}
	return w.describe(rule, from, w.Kex[0], w.Certificate)
}

// answered is what the ends of a world answer to the commands of a trace, until one
// aborts or the adversary cannot go on.
func (w world) answered(ctx context.Context, t *traces.Trace) *traces.Trace {
	y, got := w.open(t.Header), &traces.Trace{Header: t.Header}
	for _, s := range t.Steps {
		events, err := y.Do(ctx, s.Command)
		if err != nil {
			return got
		}
		got.Steps = append(got.Steps, traces.Step{Command: s.Command, Events: events})
		if len(y.over) > 0 {
			return got
		}
	}
	return got
}

// commands are those that a flight is, whose state is known.
func (y *system) commands(f flight, after *state) (all []traces.Command) {
	do := func(verb string, args ...string) { all = append(all, traces.Command{Verb: verb, Args: args}) }
	switch f.Verb {
	case dial:
		do("dial", append([]string{connName(place{client, f.Slot}), y.nodes[client].Name, y.names[f.To]}, y.offers(f)...)...)
	case renegotiate:
		do("renegotiate", append([]string{connName(place{client, f.Slot}) + ".c"}, y.offers(f)...)...)
	case abandon:
		do("cut", connName(place{client, f.Slot}))
	default:
		return y.given(f, after)
	}
	return all
}

// connName names connections as the invariants' witnesses do: the client's, and then
// the server's.
func connName(p place) string { return fmt.Sprintf("k%d", 2*p.role+int(p.slot)+1) }

// offers is what a hello says of its session if it is not the newest.
func (y *system) offers(f flight) []string {
	switch f.Offer {
	case y.newestOf(f.To):
		return nil
	case noSlot:
		return []string{"session=none"}
	}
	return []string{"session=" + connName(place{client, f.Offer})}
}

// given are the commands by which an end is given a flight: as another end said it,
// if that comes to the same.
func (y *system) given(f flight, after *state) (all []traces.Command) {
	do := func(verb string, args ...string) { all = append(all, traces.Command{Verb: verb, Args: args}) }
	to := conn{place: place{client, f.Slot}}
	if f.Verb == greetServer || f.Verb == finishServer {
		to.role = server
	}
	to.name = connName(to.place)
	if f.Verb == greetServer && y.state.at(to.place).idle() {
		do("dial", to.name, y.names[adversary], y.names[honestServer])
	}
	if f.Verb == greetServer && !y.resumes(&y.state, f) {
		if edits := y.edits(f); edits != nil {
			do("deploy", append([]string{y.names[honestServer]}, edits...)...)
			y.nodes[server] = y.nodes[server].Edit(edits)
		}
	}
	for slot := range uint8(2) {
		from := conn{connName(place{1 - to.role, slot}), place{1 - to.role, slot}}
		if y.relays(from.place, to.place, after) {
			do("relay", from.end(), to.end())
			return all
		}
	}
	parts := y.parts(f)
	if f.Verb == finishServer && f.To == honestClient {
		parts = append(parts, y.certificate(f))
	}
	do("forge", append([]string{to.end(), y.awaits(to.place)}, parts...)...)
	return all
}

// edits change what the server chooses to what it does with a flight.
func (y *system) edits(f flight) (edits []string) {
	k, asks, _ := y.choice()
	if k != f.Kex {
		edits = append(edits, "+suites="+suites[f.Kex])
	}
	switch {
	case f.Asks && !asks:
		edits = append(edits, "+auth=request")
	case asks && !f.Asks:
		edits = append(edits, "-auth")
	}
	return edits
}

// relays says whether an end that gets what another said last is then as it is after
// a flight.
func (y *system) relays(from, to place, after *state) bool {
	if y.said[from] == "" {
		return false
	}
	f, alert, err := y.asItIs(from, to)
	if alert != "" || err != nil {
		return false
	}
	n, a := y.answer(&y.state, f)
	return a.happens() && *n.at(to) == *after.at(to)
}
