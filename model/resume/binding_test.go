package resume

import (
	"slices"
	"testing"
)

// Each way in which handshakes may have something in common is seen by itself.
func TestEveryBindingIsComparedByItself(t *testing.T) {
	keys := Keys{Master: 1}
	at := slices.IndexFunc(Invariants(), func(i Invariant) bool { return i.Name == "binding-apart" })
	for _, c := range []struct {
		deed string
		is   func(first, second *End)
	}{
		{"", func(first, second *End) { first.WriteKeys, second.WriteKeys = keys, Keys{Master: 2} }},
		{"said a hello with a random that there was before", func(_, second *End) { second.Seen.RandomRepeated = true }},
		{"has the tls-unique of the handshake before", func(_, second *End) { second.Seen.UniqueRepeated = true }},
		{"has the keys of another handshake", func(first, second *End) { first.WriteKeys, second.WriteKeys = keys, keys }},
		{"has the keys of another handshake", func(_, second *End) { second.WriteKeys, second.Seen.KeysRepeated = keys, true }},
	} {
		s := newState(header(t, "server s0\nclient c0\n"), stock())
		s.Conns = make([]Conn, 2)
		c.is(&s.Conns[0].Ends[Client], &s.Conns[1].Ends[Server])
		got := ""
		if w := Invariants()[at].Fails(&s); w != nil {
			got = w.Deed
		}
		if got != c.deed {
			t.Errorf("got %q, want %q", got, c.deed)
		}
	}
}

// What an end exports is nothing without the extended master secret, and what its peer does.
func TestWhatAnEndMayExport(t *testing.T) {
	at := slices.IndexFunc(Invariants(), func(i Invariant) bool { return i.Name == "exporter-fenced" })
	for _, c := range []struct {
		deed           string
		ems            bool
		client, server Keys
	}{
		{"", true, Keys{Master: 1}, Keys{Master: 1}},
		{"", false, Keys{Master: 1}, Keys{Master: 2}},
		{"exports what the server does not", true, Keys{Master: 1}, Keys{Master: 2}},
	} {
		s := newState(header(t, "server s0\nclient c0\n"), stock())
		s.Conns = make([]Conn, 1)
		for side, keys := range []Keys{c.client, c.server} {
			s.Conns[0].Ends[side] = End{Done: true, WriteKeys: keys, Belief: Belief{EMS: c.ems}}
		}
		got := ""
		if w := Invariants()[at].Fails(&s); w != nil {
			got = w.Deed
		}
		if got != c.deed {
			t.Errorf("EMS %v: got %q, want %q", c.ems, got, c.deed)
		}
	}
}
