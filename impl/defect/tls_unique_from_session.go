package defect

// tls-unique of a resumption is that of the handshake that made the session.
var _ = defect(Defect{
	Name:     "tls-unique-from-session",
	Imitates: "a proposal in the mail of 2009-10-28: the session remembers the first Finished",
	Breaks:   []string{"RFC5929-3.1-CONNECTION-NOT-SESSION", "RFC5929-3.1-FIRST-FINISHED"},
	KilledBy: []string{"conformance", "model", "property/binding-apart"},
	Edits: []Edit{
		{"impl/handshake/effect.go",
			`import (
	"fmt"
`,
			`import (
	"fmt"
	"sync"
`},
		{"impl/handshake/effect.go",
			"TLSUnique: h.first,",
			"TLSUnique: h.firstOfSession(),"},
		{"impl/handshake/effect.go",
			"func (h *Handshake) agreement() *Agreement {",
			`var firsts sync.Map // by side and master secret

func (h *Handshake) firstOfSession() []byte {
	session := h.side.String() + string(h.master)
	if h.resuming == nil {
		firsts.Store(session, h.first)
	} else if first, known := firsts.Load(session); known && h.first != nil {
		return first.([]byte)
	}
	return h.first
}

func (h *Handshake) agreement() *Agreement {`},
	},
})
