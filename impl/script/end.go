// Package script is what a command of the trace language does to one of our
// endpoints, and what events its effects are: the interpreter that the
// simulator and the drivers of real stacks share.
package script

import (
	"slices"
	"time"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

// An End is one of our endpoints as a trace speaks of it.
type End struct {
	*endpoint.Endpoint
	Name   string // "k1.c"
	Side   handshake.Side
	cfg    *handshake.Config
	config func() handshake.Config // as its node is configured now
	keeper Keeper
	render *Renderer
}

// A Keeper is where the sessions of an end are kept.
type Keeper interface {
	Save(handshake.Save)
	Forget(handshake.Forget)
}

// newEnd makes an end that is ready to be driven.
func newEnd(name string, side handshake.Side, config func() handshake.Config, k Keeper, r *Renderer) (*End, error) {
	cfg := config()
	ep, err := endpoint.New(side, &cfg)
	if err != nil {
		return nil, err
	}
	return &End{ep, name, side, &cfg, config, k, r}, nil
}

// reconfigure has the next handshake of the connection be by the options of now. One
// that runs goes on by those with which it began.
func (e *End) reconfigure() {
	if e.Open() {
		*e.cfg = e.config()
	}
}

// An Outcome is what an end did: events in order, and the records for its peer.
// Took is what it accepted, for those who must know what a peer sent that
// cannot tell itself.
type Outcome struct {
	Events  []traces.Event
	Records [][]byte
	Took    []endpoint.Took
}

// Deliver gives the end bytes of its peer.
func (e *End) Deliver(b []byte, now time.Time) Outcome {
	e.reconfigure()
	return e.outcome(e.Receive(b, now))
}

// Lose tells the end that its connection has broken off. It has nothing to say to that.
func (e *End) Lose(now time.Time) { e.outcome(e.Do(endpoint.Lost{}, now)) }

// Hello makes a client begin.
func (e *End) Hello(now time.Time) Outcome { return e.outcome(e.Do(endpoint.Start{}, now)) }

// Command carries out a command on the end: the application's or a misbehaving
// end's. It reports false when the verb is none of those.
func (e *End) Command(c traces.Command, now time.Time) (Outcome, bool) {
	a, ok := action(c)
	if !ok {
		return Outcome{}, false
	}
	e.reconfigure()
	return e.outcome(e.Do(a, now)), true
}

func action(c traces.Command) (endpoint.Action, bool) {
	switch c.Verb {
	case "send":
		return endpoint.Write{Data: []byte(c.Args[1])}, true
	case "close":
		return endpoint.Close{}, true
	case "renegotiate":
		return endpoint.Renegotiate{}, true
	case "say":
		return endpoint.Say{Kind: kind(c.Args[1])}, true
	case "omit":
		return endpoint.Deviate{Edit: handshake.Edit{kind(c.Args[1])}}, true
	case "reorder":
		return endpoint.Deviate{Edit: handshake.Edit{kind(c.Args[1]), kind(c.Args[2])}}, true
	}
	return nil, false
}

// Verbs are those that Command knows.
var Verbs = []string{"renegotiate", "send", "close", "say", "omit", "reorder"}

// kind finds a message by its name; the parser has seen to it that it exists.
func kind(name string) wire.Kind {
	k, _ := wire.KindByName(name)
	return k
}

// outcome does what the effects ask for and renders them.
func (e *End) outcome(effects []endpoint.Effect) Outcome {
	var out Outcome
	if e.render.Adverse {
		effects = byFlight(effects)
	}
	for _, effect := range effects {
		switch f := effect.(type) {
		case endpoint.Transmit:
			out.Records = append(out.Records, f.Wire)
			out.Events = append(out.Events, e.render.Sent(e.Name, f))
		case endpoint.Took:
			out.Took = append(out.Took, f)
			out.Events = append(out.Events, e.render.accepted(e.Name, f))
		case endpoint.Aborted:
			if f.Wire != nil {
				out.Records = append(out.Records, f.Wire)
			}
			out.Events = append(out.Events, e.render.aborted(e.Name, f.Abort))
		case endpoint.Agreed:
			out.Events = append(out.Events, e.render.agreed(e.Name, *f.Agreement))
		case endpoint.Save:
			e.keeper.Save(f.Save)
		case endpoint.Forget:
			e.keeper.Forget(f.Forget)
		}
	}
	return out
}

// byFlight leaves out what an end that aborts has taken and said before of the flight that
// it refuses: all behind the handshake that was over last.
func byFlight(effects []endpoint.Effect) []endpoint.Effect {
	if !slices.ContainsFunc(effects, is[endpoint.Aborted]) {
		return effects
	}
	var told []endpoint.Effect
	over := slices.ContainsFunc(effects, is[endpoint.Agreed])
	for _, f := range effects {
		if over || !is[endpoint.Took](f) && !is[endpoint.Transmit](f) {
			told = append(told, f)
		}
		over = over && !is[endpoint.Agreed](f)
	}
	return told
}

func is[F endpoint.Effect](f endpoint.Effect) bool { _, ok := f.(F); return ok }
