package defect

// A server ends all connections of a session that has failed on one.
var _ = defect(Defect{
	Name:     "fatal-kills-other-connections",
	Imitates: `RFC 5246 7.2 read carelessly: "other connections corresponding to the session may continue"`,
	Breaks:   []string{"RFC5246-7.2-OTHER-CONNS-CONTINUE"},
	KilledBy: []string{"conformance", "linear/shared-session", "model", "property/rollout-safe"},
	Edits: []Edit{
		{
			"impl/handshake/invalidation.go",
			"func (h *Handshake) Invalidate() []Effect { return h.invalidate(true) }",
			`func (h *Handshake) Invalidate() []Effect {
	effects := h.invalidate(true)
	for _, effect := range effects {
		if f, ok := effect.(Forget); ok && len(f.ID) > 0 {
			ended.Store(at{h.cfg.Hosts.Default, string(f.ID)}, true)
		}
	}
	return effects
}

var ended sync.Map // at

type at struct {
	host *Host
	id   string
}

// Ended reports whether another connection has ended the session.
func (h *Handshake) Ended() bool {
	_, ok := ended.Load(at{h.cfg.Hosts.Default, string(h.id)})
	return ok
}`,
		},
		{
			"impl/handshake/invalidation.go",
			`import "tlsresume/impl/wire"`,
			`import (
	"sync"

	"tlsresume/impl/wire"
)`,
		},
		{
			"impl/endpoint/endpoint.go",
			"e.in.Write(b)",
			`if e.hs.Ended() {
		e.abort(&handshake.Abort{Reason: handshake.InternalFailure})
	}
	e.in.Write(b)`,
		},
	},
})
