package handshake

import (
	"slices"

	"tlsresume/impl/wire"
)

// A Need says whether a message must, may or must not come in its slot.
type Need uint8

// The needs.
const (
	Never Need = iota
	May
	Must
)

// A Slot is one place in a handshake: who speaks, what, and whether it must,
// may or must not come now.
type Slot struct {
	From   Side
	Kind   wire.Kind
	Need   func(*Handshake) Need
	Silent bool // made, but neither sent nor hashed: only a misbehaving end has such slots
	// Reword has another message said, and hashed, than was made: only a misbehaving
	// end has such slots. It may change what it is given.
	Reword func(made wire.Message) (said wire.Message)
	edited bool // a deviation of this end is about it
}

// A Plan is the order of a handshake's messages.
type Plan []Slot

// Full is the full handshake: RFC 5246 figure 1, with the NewSessionTicket of
// RFC 5077 figure 1.
var Full = Plan{
	{From: Client, Kind: wire.KindClientHello, Need: always},
	{From: Server, Kind: wire.KindServerHello, Need: always},
	{From: Server, Kind: wire.KindCertificate, Need: ifCertified},
	{From: Server, Kind: wire.KindServerKeyExchange, Need: ifExchanged},
	{From: Server, Kind: wire.KindCertificateRequest, Need: ifServerAsks},
	{From: Server, Kind: wire.KindServerHelloDone, Need: always},
	{From: Client, Kind: wire.KindCertificate, Need: ifAsked},
	{From: Client, Kind: wire.KindClientKeyExchange, Need: always},
	{From: Client, Kind: wire.KindCertificateVerify, Need: ifShown},
	{From: Client, Kind: wire.KindChangeCipherSpec, Need: always},
	{From: Client, Kind: wire.KindFinished, Need: always},
	// RFC 5077 3.3: "This message is sent by the server during the TLS
	// handshake before the ChangeCipherSpec message." "In the case of a full
	// handshake, the server MUST verify the client's Finished message before
	// sending the ticket."
	{From: Server, Kind: wire.KindNewSessionTicket, Need: ifPromised},
	{From: Server, Kind: wire.KindChangeCipherSpec, Need: always},
	{From: Server, Kind: wire.KindFinished, Need: always},
}

// Abbreviated is the resumption of a session: RFC 5246 figure 2, with the
// NewSessionTicket of RFC 5077 figure 2.
var Abbreviated = Plan{
	{From: Client, Kind: wire.KindClientHello, Need: always},
	{From: Server, Kind: wire.KindServerHello, Need: always},
	{From: Server, Kind: wire.KindNewSessionTicket, Need: ifPromised},
	{From: Server, Kind: wire.KindChangeCipherSpec, Need: always},
	{From: Server, Kind: wire.KindFinished, Need: always},
	{From: Client, Kind: wire.KindChangeCipherSpec, Need: always},
	{From: Client, Kind: wire.KindFinished, Need: always},
}

func must(yes bool) Need {
	if yes {
		return Must
	}
	return Never
}

func always(*Handshake) Need { return Must }

// RFC 5246 7.4.2: "whenever the agreed-upon key exchange method uses certificates for
// authentication". RFC 4279 2: the payloads "are omitted".
func ifCertified(h *Handshake) Need { return must(!h.uncertified()) }

func (h *Handshake) uncertified() bool {
	return h.negotiated != nil && h.negotiated.suite.Auth == wire.KeyNone
}

// RFC 5246 7.4.3: not sent with a key exchange whose certificate says it all.
func ifExchanged(h *Handshake) Need {
	if h.negotiated == nil || h.exchange().serverNeed == nil {
		return Never
	}
	return h.exchange().serverNeed(h)
}

// RFC 5246 7.4.4: the server's choice, which the client learns from it. A server without
// a certificate has none.
func ifServerAsks(h *Handshake) Need {
	if h.uncertified() {
		return Never
	}
	if h.side == Client {
		return May
	}
	return must(h.asked)
}

// RFC 5246 7.4.6: the client answers a CertificateRequest, and nothing else,
// with a Certificate.
func ifAsked(h *Handshake) Need { return must(h.asked) }

// RFC 5246 7.4.8: "only sent following a client certificate that has signing
// capability", as all have that are taken here.
func ifShown(h *Handshake) Need { return must(h.shown()) }

// RFC 5077 3.3: "This message MUST be sent if the server included a
// SessionTicket extension in the ServerHello. This message MUST NOT be sent if
// the server did not".
func ifPromised(h *Handshake) Need { return must(h.answer.Ticket) }

// Silencing makes the first slot of a side and kind silent.
func (p Plan) Silencing(from Side, kind wire.Kind) Plan {
	edited := slices.Clone(p)
	if i := p.find(from, kind); i >= 0 {
		edited[i].Silent = true
	}
	return edited
}

// Behind moves the first slot of a side and kind right behind another of the
// same side.
func (p Plan) Behind(from Side, kind, other wire.Kind) Plan {
	i, j := p.find(from, kind), p.find(from, other)
	if i < 0 || j < 0 || i == j {
		return p
	}
	edited := slices.Delete(slices.Clone(p), i, i+1)
	return slices.Insert(edited, edited.find(from, other)+1, p[i])
}

func (p Plan) find(from Side, kind wire.Kind) int {
	return slices.IndexFunc(p, func(s Slot) bool { return s.From == from && s.Kind == kind })
}
