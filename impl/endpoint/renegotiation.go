package endpoint

import (
	"slices"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// Renegotiate begins another handshake on a connection whose handshake is over:
// a client says hello, a server asks its client to. It does nothing where
// MayRenegotiate has a reason against it.
type Renegotiate struct{}

// Asked says that the peer's HelloRequest waits for the application to Renegotiate
// (handshake.Announce).
type Asked struct{}

// Refused says that the peer refuses the renegotiation that this end began or
// asked for. The connection goes on as it was.
type Refused struct{}

func (Asked) effect()   {}
func (Refused) effect() {}

func (Renegotiate) do(e *Endpoint, now time.Time) {
	switch {
	case !e.hs.Over() || e.MayRenegotiate() != handshake.None:
	case e.side == handshake.Client:
		e.again()
		e.step(nil, now)
	case !e.asked:
		// RFC 5246 7.4.1.1: "servers SHOULD NOT repeat the request until the subsequent
		// handshake negotiation is complete." It is not hashed.
		e.asked = true
		m, _ := wire.Encode(helloRequest)
		e.sendMessage(&handshake.Send{Message: m, Body: helloRequest})
	}
}

var helloRequest = &wire.Empty{Of: wire.KindHelloRequest}

// MayRenegotiate says why there cannot be another handshake on the connection, once
// the first is over.
func (e *Endpoint) MayRenegotiate() handshake.Reason {
	if !e.hs.Over() && e.before != nil {
		return e.before.MayRenegotiate()
	}
	return e.hs.MayRenegotiate()
}

// Renegotiating reports whether a handshake runs that is not the first.
func (e *Endpoint) Renegotiating() bool { return !e.dead && e.hs.Renegotiates() && !e.hs.Over() }

// Asking reports whether a HelloRequest of this end waits for its answer.
func (e *Endpoint) Asking() bool { return !e.dead && e.asked }

// again puts another handshake in the place of the one that is over.
func (e *Endpoint) again() {
	e.before, e.hs = e.hs, e.hs.Again()
	e.asked = false
	for _, edit := range e.edits {
		e.hs.Deviate(edit)
	}
}

// asksToRenegotiate reports whether a message behind the handshake begins another.
func (e *Endpoint) asksToRenegotiate(kind wire.Kind) bool {
	if e.side == handshake.Client {
		return kind == wire.KindHelloRequest
	}
	return kind == wire.KindClientHello
}

// answer answers the peer's wish for another handshake.
func (e *Endpoint) answer(m wire.Message, now time.Time) {
	if m.Kind == wire.KindHelloRequest && len(m.Body()) > 0 {
		e.abort(&handshake.Abort{Reason: handshake.HelloRequestNotEmpty})
		return
	}
	switch e.verdict() {
	case handshake.RefuseFatally:
		e.abort(&handshake.Abort{Reason: handshake.RenegotiationRefused})
	case handshake.RefuseByWarning:
		e.effect(Took{Kind: m.Kind})
		e.warn(wire.NoRenegotiation)
	case handshake.Ignore:
		e.effect(Took{Kind: m.Kind})
	case handshake.Announce:
		e.effect(Took{Kind: m.Kind})
		e.effect(Asked{})
	case handshake.Accept:
		e.accept(m, now)
	}
}

// verdict is the answer to the peer's wish. A server that asked for it accepts,
// and an end that has said close_notify cannot say hello any more.
func (e *Endpoint) verdict() handshake.Answer {
	answer := e.hs.Answer()
	begins := answer == handshake.Accept || answer == handshake.Announce
	switch {
	case e.closing && e.strict.Closing && begins:
		return handshake.RefuseFatally
	case e.closing && answer != handshake.RefuseFatally:
		return handshake.Ignore
	case e.asked:
		return handshake.Accept
	}
	return answer
}

func (e *Endpoint) accept(m wire.Message, now time.Time) {
	e.again()
	if e.side == handshake.Client {
		e.effect(Took{Kind: m.Kind})
		e.step(nil, now)
		return
	}
	e.step(&m, now)
}

// wishes reports whether this end has asked for a renegotiation, or begun one, and the
// peer has not answered.
func (e *Endpoint) wishes() bool {
	return e.asked || e.side == handshake.Client && e.hs.Renegotiates() && slices.Contains(e.hs.Awaits(), wire.KindServerHello)
}

// refused takes the warning no_renegotiation: "At that point, the original
// requester can decide whether to proceed with the connection" (RFC 5246 7.2.2),
// and does. It means nothing once the peer has begun to shake hands.
func (e *Endpoint) refused() {
	if !e.asked {
		e.hs = e.before
	}
	e.asked = false
	e.effect(Refused{})
}
