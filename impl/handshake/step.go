package handshake

import (
	"errors"
	"time"

	"tlsresume/impl/wire"
)

// A part is how a message of one side is taken and made.
type part struct {
	take func(*Handshake, []byte) (wire.Body, error) // body in, decoded out
	make func(*Handshake) (wire.Body, error)
	then func(*Handshake) // once the message is in the transcript
}

type place struct {
	from Side
	kind wire.Kind
}

var parts = map[place]part{
	{Client, wire.KindClientHello}:        {(*Handshake).takeClientHello, (*Handshake).makeClientHello, nil},
	{Server, wire.KindServerHello}:        {(*Handshake).takeServerHello, (*Handshake).makeServerHello, nil},
	{Server, wire.KindCertificate}:        {(*Handshake).takeCertificate, (*Handshake).makeCertificate, nil},
	{Server, wire.KindServerKeyExchange}:  {(*Handshake).takeServerKeyExchange, (*Handshake).makeServerKeyExchange, nil},
	{Server, wire.KindCertificateRequest}: {(*Handshake).takeCertificateRequest, (*Handshake).makeCertificateRequest, nil},
	{Server, wire.KindServerHelloDone}:    {(*Handshake).takeServerHelloDone, makeServerHelloDone, nil},
	{Client, wire.KindCertificate}:        {(*Handshake).takeClientCertificate, (*Handshake).makeClientCertificate, nil},
	{Client, wire.KindClientKeyExchange}:  {(*Handshake).takeClientKeyExchange, (*Handshake).makeClientKeyExchange, (*Handshake).deriveMaster},
	{Client, wire.KindCertificateVerify}:  {(*Handshake).takeCertificateVerify, (*Handshake).makeCertificateVerify, (*Handshake).releaseTranscript},
	{Server, wire.KindNewSessionTicket}:   {(*Handshake).takeNewSessionTicket, (*Handshake).makeNewSessionTicket, nil},
	{Client, wire.KindFinished}:           {(*Handshake).takeFinished, (*Handshake).makeFinished, nil},
	{Server, wire.KindFinished}:           {(*Handshake).takeFinished, (*Handshake).makeFinished, nil},
}

// Step takes the peer's next message, or nil to begin, and returns what the
// driver must do, in order. What it keeps of the message it does not copy: the memory is
// its own from then on. The error is always *Abort; the effects that come
// with it are still to be done. They are valid until the next Step.
func (h *Handshake) Step(m *wire.Message, now time.Time) ([]Effect, error) {
	h.now = now
	h.effects, h.sends, h.changes = h.effects[:0], h.sends[:0], h.changes[:0]
	err := h.step(m)
	if err == nil {
		return h.effects, nil
	}
	var abort *Abort
	if !errors.As(err, &abort) {
		abort = &Abort{Reason: InternalFailure, Detail: err.Error()}
	}
	return append(h.effects, h.Invalidate()...), abort
}

func (h *Handshake) step(m *wire.Message) error {
	if m != nil {
		if err := h.take(*m); err != nil {
			return err
		}
	}
	return h.fill()
}

// take accepts the peer's message if a slot that can be filled now allows it.
func (h *Handshake) take(m wire.Message) error {
	// RFC 5246 7.4.1.1: "This message will be ignored by the client if the
	// client is currently negotiating a session", and it is not hashed.
	if m.Kind == wire.KindHelloRequest && h.side == Client && h.Begun() && !h.over && !h.policy.Strict.HelloRequest {
		return h.ignore(m)
	}
	h.effects = append(h.effects, nil) // Took comes before what follows from it
	body, err := h.fit(m)
	if err != nil {
		h.effects = h.effects[1:]
		return err
	}
	h.took = Took{m.Kind, body}
	h.effects[0] = &h.took
	return nil
}

// fit finds the slot of the message, and accepts it there.
func (h *Handshake) fit(m wire.Message) (wire.Body, error) {
	if err := h.decide(m.Kind); err != nil {
		return nil, err
	}
	at, ok := h.slotFor(m.Kind)
	if !ok {
		return nil, &Abort{Reason: OutOfOrder, Got: m.Kind, Want: h.Awaits()}
	}
	h.at = at
	body, err := h.accept(m)
	if err == nil {
		h.at++
	}
	return body, err
}

func (h *Handshake) ignore(m wire.Message) error {
	body := wire.Empty{Of: m.Kind}
	if body.Decode(m.Body()) != nil {
		return because(HelloRequestNotEmpty, nil)
	}
	h.took = Took{m.Kind, &body}
	h.effects = append(h.effects, &h.took)
	return nil
}

// slotFor finds the slot that a kind fills: the next one that must be filled by
// the peer, or one before it that may.
func (h *Handshake) slotFor(kind wire.Kind) (int, bool) {
	for i := h.at; i < len(h.plan); i++ {
		s := h.plan[i]
		need := s.Need(h)
		switch {
		case need == Never:
			continue
		case s.From == h.side:
			return 0, false
		case s.Kind == kind:
			return i, true
		case need == Must:
			return 0, false
		}
	}
	return 0, false
}

// accept takes the message into the state and into the transcript.
func (h *Handshake) accept(m wire.Message) (wire.Body, error) {
	if m.Kind == wire.KindChangeCipherSpec {
		h.changeCipherSpec(false)
		return nil, nil
	}
	p := parts[place{h.side.Peer(), m.Kind}]
	body, err := p.take(h, m.Body())
	if err != nil {
		return nil, asMalformed(err)
	}
	h.hash(m)
	if p.then != nil {
		p.then(h)
	}
	return body, nil
}

// asMalformed gives a codec's error its reason.
func asMalformed(err error) error {
	var m *wire.Malformed
	if errors.As(err, &m) {
		return because(MalformedMessage, err)
	}
	return err
}

// fill makes every message that is ours to send now.
func (h *Handshake) fill() error {
	for !h.undecided && h.at < len(h.plan) {
		s := h.plan[h.at]
		need := s.Need(h)
		if need != Never && s.From != h.side {
			return nil
		}
		if need != Never {
			if err := h.send(s); err != nil {
				return err
			}
			h.sent(s.Kind)
		}
		h.at++
	}
	if h.at >= len(h.plan) && !h.over {
		h.finish()
	}
	return nil
}

func (h *Handshake) send(s Slot) error {
	switch {
	case s.Kind == wire.KindChangeCipherSpec && s.Silent:
		return nil
	case s.Kind == wire.KindChangeCipherSpec:
		h.transmit(wire.Message{Kind: s.Kind}, nil)
		h.changeCipherSpec(true)
		return nil
	}
	body, err := parts[place{h.side, s.Kind}].make(h)
	if err != nil || s.Silent {
		return err
	}
	return h.utter(body, s.Reword)
}

// utter sends a message of the handshake's hash.
func (h *Handshake) utter(body wire.Body, reword func(wire.Message) wire.Message) error {
	m, err := wire.Encode(body)
	if err != nil {
		return because(InternalFailure, err)
	}
	if reword != nil {
		m = reword(m)
	}
	h.hash(m)
	h.transmit(m, body)
	return nil
}

func (h *Handshake) transmit(m wire.Message, body wire.Body) {
	h.sends = append(h.sends, Send{m, body})
	h.effects = append(h.effects, &h.sends[len(h.sends)-1])
}

// sent does what follows once a message of the plan is in the transcript.
func (h *Handshake) sent(kind wire.Kind) {
	if then := parts[place{h.side, kind}].then; then != nil {
		then(h)
	}
}
