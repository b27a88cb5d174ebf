package metamorphic

import (
	"tlsresume/properties/conform"
	"tlsresume/traces"
)

// RFC 5246 7.3: where a session ID is not found, "the server generates a new session ID
// and the TLS client and server perform a full handshake". Clients that also speak TLS
// 1.3 invent one for every hello (RFC 8446 D.4): it changes nothing but itself.
var _ = relation(Relation{
	Name: "fresh-id", Cites: "RFC 5246 7.3, RFC 8446 D.4",
	Both: func(s *traces.Trace, _ conform.Chooser) (one, other Play) {
		plain := with(s, func(n traces.Node) traces.Node { return n.Edit([]string{"-id"}) })
		return Play{Script: plain}, Play{Script: with(s, func(n traces.Node) traces.Node { return n.Edit([]string{"+id"}) })}
	},
	Tells: outcome,
	Apart: clientGivesUp,
})

// outcome is what an end says and believes, without session IDs: when a client learns
// that it resumes may hang on them (RFC 5077 3.4).
func outcome(e traces.Event) string {
	if e.Mark == traces.Accepted {
		return ""
	}
	return without(e, "session_id", "got", "want")
}
