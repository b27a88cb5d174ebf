package handshake

import (
	"bytes"
	"errors"
	"slices"
	"time"

	"tlsresume/impl/wire"
)

// An Edit is how a misbehaving end deviates from its plan. One kind: the message is
// left out. Two: the first is sent right behind the second, if this end sends both.
type Edit []wire.Kind

// Deviate edits what is left of this handshake's plan. While it is not settled which
// plan runs, all that may are edited. An edit does nothing that names what this end does
// not send any more, or what another edit names. The ClientHello begins the handshake,
// and is never edited.
func (h *Handshake) Deviate(edit Edit) {
	plans := []*Plan{&h.plan}
	if h.negotiated == nil || h.undecided {
		plans = append(plans, &h.policy.Full, &h.policy.Abbreviated)
	}
	possible := false
	for _, p := range plans {
		found := 0
		for _, kind := range edit {
			i := p.ahead(h.at, h.side, kind)
			if i < 0 {
				continue
			}
			if found++; (*p)[i].edited {
				return
			}
		}
		possible = possible || found == len(edit)
	}
	if !possible || len(edit) == 2 && edit[0] == edit[1] {
		return
	}
	for _, p := range plans {
		*p = p.edit(h.at, h.side, edit)
	}
}

// ahead finds the message that this side may edit, or -1.
func (p Plan) ahead(at int, from Side, kind wire.Kind) int {
	at = min(at, len(p))
	i := p[at:].find(from, kind)
	if i < 0 || kind == wire.KindClientHello {
		return -1
	}
	return at + i
}

func (p Plan) edit(at int, from Side, edit Edit) Plan {
	p = slices.Clone(p)
	for _, kind := range edit {
		if i := p.ahead(at, from, kind); i >= 0 {
			p[i].edited = true
		}
	}
	i := p.ahead(at, from, edit[0])
	if len(edit) == 1 {
		if i >= 0 {
			p[i].Silent = true
		}
		return p
	}
	j := p.ahead(at, from, edit[1])
	if i < 0 || j < 0 {
		return p
	}
	moved, other := p[i], p[j].Need
	there := moved
	there.Need = func(h *Handshake) Need {
		if other(h) == Never {
			return Never
		}
		return moved.Need(h)
	}
	p[i].Need = func(h *Handshake) Need {
		if other(h) != Never {
			return Never
		}
		return moved.Need(h)
	}
	return slices.Insert(p, j+1, there)
}

// Say sends a message at once, whatever the plan says and wherever it stands:
// the deed of a misbehaving end. It does nothing when the end has not what the
// message takes.
func (h *Handshake) Say(kind wire.Kind, now time.Time) []Effect {
	if h.negotiated == nil {
		return nil
	}
	// What making the message changes is not what this end has agreed to; but the
	// transcript covers what was really sent, and a secret is proposed once.
	speaker := *h
	speaker.now, speaker.effects, speaker.sends, speaker.changes = now, nil, nil, nil
	if err := speaker.say(kind); err != nil {
		return nil
	}
	h.transcript, h.premaster = speaker.transcript, speaker.premaster
	return speaker.effects
}

func (h *Handshake) say(kind wire.Kind) error {
	switch {
	case h.side == Client && kind == wire.KindClientHello:
		return h.greet()
	case kind == wire.KindFinished && h.verify[h.side] != nil:
		return h.utter(&wire.Finished{VerifyData: h.verify[h.side]}, nil)
	case h.side == Server && kind == wire.KindHelloRequest:
		return h.askAgain()
	case !h.able(kind):
		return errNothingToSay
	}
	return h.send(Slot{From: h.side, Kind: kind, Need: always})
}

// greet says the ClientHello of this handshake as it was. Behind the handshake it says
// one like the first of a connection, from a client that holds no session.
func (h *Handshake) greet() error {
	if !h.over {
		return h.utter(&h.hello, nil)
	}
	cfg := *h.cfg
	cfg.Session = nil
	body, err := New(Client, &cfg).makeClientHello()
	if err != nil {
		return err
	}
	return h.utter(body, nil)
}

// askAgain says HelloRequest, which is not hashed (RFC 5246 7.4.1.1).
func (h *Handshake) askAgain() error {
	body := &wire.Empty{Of: wire.KindHelloRequest}
	m, err := wire.Encode(body)
	if err == nil {
		h.transmit(m, body)
	}
	return err
}

// Hash adds to the transcript what a misbehaving end has said behind the back of its
// plan, so that its Finished fits what the peer has heard. A HelloRequest at its beginning is
// not hashed (RFC 5246 7.4.1.1); one that is not empty is none.
func (h *Handshake) Hash(said []byte) {
	said = bytes.TrimPrefix(said, []byte{byte(wire.KindHelloRequest), 0, 0, 0})
	h.transcript.add(said)
}

var errNothingToSay = errors.New("this end has not what the message takes")

// able reports whether an end that is made to say a message has what it takes.
func (h *Handshake) able(kind wire.Kind) bool {
	_, known := parts[place{h.side, kind}]
	switch {
	case kind == wire.KindNewSessionTicket:
		return known && h.sealer != nil
	case kind == wire.KindServerKeyExchange:
		return known && h.exchange().makeServer != nil && (h.credential != nil || h.uncertified())
	case kind == wire.KindClientKeyExchange:
		return known && h.resuming == nil && h.exchange().ready(h)
	}
	return known || kind == wire.KindChangeCipherSpec
}
