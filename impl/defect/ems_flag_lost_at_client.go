package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// The client does not keep whether its sessions use the extended master secret.
var _ = defect(Defect{
	Name:     "ems-flag-lost-at-client",
	Imitates: "RFC 7627 5.4 left out at the client, which then offers a session that it takes for another",
	Breaks:   []string{"RFC7627-5.4-SESSION-FLAG", "RFC7627-5.3-CLIENT-NO-LEGACY-OFFER"},
	KilledBy: []string{"conformance", "property/offer-fits-ems", "property/rollout-safe"},
	Seams: func() script.Seams {
		return script.Seams{Keeper: func(side handshake.Side, _ traces.Node, of script.Keeper) script.Keeper {
			if side == handshake.Server {
				return of
			}
			return flaglessKeeper{of}
		}}
	},
})

// flaglessKeeper keeps sessions without the flag.
type flaglessKeeper struct{ script.Keeper }

// Save keeps a session.
func (f flaglessKeeper) Save(s handshake.Save) {
	own := *s.Session
	own.State = *withoutEMS(&own.State)
	s.Session = &own
	f.Keeper.Save(s)
}
