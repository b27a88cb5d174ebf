package handshake

import (
	"fmt"
	"slices"

	"tlsresume/impl/wire"
)

// How long a record may be: RFC 6066 4. It belongs to the session: "The negotiated
// length applies for the duration of the session including session resumptions."

// legalFragment refuses a value that is not defined, also where the hello resumes
// and the extension is ignored otherwise: RFC 6066 4, a server that receives "a
// value other than the allowed values [...] MUST abort the handshake".
func legalFragment(hello *wire.ClientHello) error {
	if slices.Contains(hello.Extensions, wire.ExtMaxFragmentLength) && !hello.MaxFragment.Legal() {
		return because(FragmentLengthIllegal, fmt.Errorf("got %d", hello.MaxFragment))
	}
	return nil
}

// answerFragment is the server's word: what the client asks for, "whose value is the
// same", or none. RFC 6066 1.1: where "the older session is resumed, then the server
// MUST ignore the extensions and send a server hello containing none".
func (h *Handshake) answerFragment() wire.FragmentLength {
	if !h.policy.LimitFragments || h.resuming != nil {
		return 0
	}
	return h.hello.MaxFragment
}

// answeredFragment judges the server's word: RFC 6066 4, "a maximum fragment length
// negotiation response that differs from the length it requested".
func (h *Handshake) answeredFragment() error {
	answered := slices.Contains(h.answer.Extensions, wire.ExtMaxFragmentLength)
	if answered && h.answer.MaxFragment != h.hello.MaxFragment {
		return because(OtherFragmentLength, fmt.Errorf("got %d, want %d", h.answer.MaxFragment, h.hello.MaxFragment))
	}
	return nil
}

// limitFragments bounds the records of both directions from here on: both "MUST
// immediately begin fragmenting messages (including handshake messages)".
func (h *Handshake) limitFragments() {
	limit := h.answer.MaxFragment
	if h.resuming != nil {
		limit = h.resuming.MaxFragment
	}
	h.negotiated.maxFragment = limit
	h.effects = append(h.effects, Limit{limit.Bytes()})
}
