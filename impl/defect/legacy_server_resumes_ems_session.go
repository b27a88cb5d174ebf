package defect

import "tlsresume/impl/handshake"

// A server that has the extension off resumes what its siblings have made with it.
var _ = defect(Defect{
	Name:     "legacy-server-resumes-ems-session",
	Imitates: "a stack that is not named, in the mail of 2021-10-25: a build from before the extension resumes the sessions of its successor, and the clients abort",
	Breaks:   []string{"BENJAMIN2021-LEGACY-SRV-IGNORES", "BENJAMIN2021-ROLLOUT-SAFE"},
	KilledBy: []string{"conformance", "model", "property/ems-resumed-alike", "property/rollout-safe"},
	Policy:   ofServer(func(p *handshake.Policy) { p.EMSBuild.Blind = p.EMSBuild.Blind || !p.EMS }),
})
