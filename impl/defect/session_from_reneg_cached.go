package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// The session of a renegotiation is kept as one with whom the connection was begun.
var _ = defect(Defect{
	Name:     "session-from-reneg-cached",
	Imitates: "BoringSSL before ba4594aee and 5ef40c60f: the session of a renegotiation enters the cache under the identity of the first handshake",
	Breaks:   []string{"RFC5746-3.1-PER-CONNECTION", "RFC5077-3.1-CLIENT-STORES-MS"},
	KilledBy: []string{"conformance", "model", "property/peer-took-part"},
	Seams: func() script.Seams {
		return script.Seams{Keeper: func(side handshake.Side, _ traces.Node, of script.Keeper) script.Keeper {
			if side == handshake.Server {
				return of
			}
			return &firstIdentity{Keeper: of}
		}}
	},
})

// firstIdentity keeps the sessions of a connection as those of its first peer.
type firstIdentity struct {
	script.Keeper
	first *handshake.Save
}

// Save keeps a session.
func (k *firstIdentity) Save(s handshake.Save) {
	if k.first == nil {
		k.first = &s
	}
	kept := *s.Session
	kept.Peer, kept.PeerName = k.first.Session.Peer, k.first.Session.PeerName
	k.Keeper.Save(handshake.Save{Session: &kept})
}
