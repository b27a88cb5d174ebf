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
			`var firsts sync.Map // by master secret

func (h *Handshake) firstOfSession() []byte {
	if h.first == nil {
		return nil
	}
	first, _ := firsts.LoadOrStore(string(h.master), h.first)
	return first.([]byte)
}

func (h *Handshake) agreement() *Agreement {`},
	},
})
