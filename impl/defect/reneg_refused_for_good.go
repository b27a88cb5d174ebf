package defect

import "tlsresume/impl/handshake"

// Who does not negotiate again ends the connection.
var _ = defect(Defect{
	Name:     "reneg-refused-for-good",
	Imitates: "BoringSSL (the policy refuse-fatally): RFC 5746 4.2 has the warning no_renegotiation",
	Breaks:   []string{"RFC5746-4.2-REFUSAL-ALERT"},
	KilledBy: []string{"conformance", "model", "property/rollout-safe"},
	Policy:   refusing(handshake.RefuseFatally),
})

// refusing has ends that refuse renegotiations do it in another way.
func refusing(how handshake.Answer) func(handshake.Side, *handshake.Policy) {
	return ofBoth(func(p *handshake.Policy) {
		answer := p.Renegotiation
		p.Renegotiation = func(handshakes int) handshake.Answer {
			if a := answer(handshakes); a != handshake.RefuseByWarning {
				return a
			}
			return how
		}
	})
}
