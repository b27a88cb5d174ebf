package defect

import "tlsresume/impl/handshake"

// The client stores its sessions in a form that an older build reads.
var _ = defect(Defect{
	Name:     "client-store-unfenced",
	Imitates: "the mail of 2021-10-25: a client whose serialized sessions survive its downgrade offers what it does not understand",
	Breaks:   []string{"BENJAMIN2021-CLIENT-CACHE-PERSIST"},
	KilledBy: []string{"conformance", "model", "property/fence-holds"},
	Policy:   ofClient(func(p *handshake.Policy) { p.EMSBuild.Fence = false }),
})
