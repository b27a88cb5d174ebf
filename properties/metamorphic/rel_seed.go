package metamorphic

import (
	"tlsresume/properties/conform"
	"tlsresume/traces"
)

// RFC 5246 F.1: randoms, secrets and IDs are to be unpredictable, so that nothing may
// hang on what they are: another seed changes nothing but bytes.
var _ = relation(Relation{
	Name: "seed", Cites: "RFC 5246 6.1 and F.1",
	Both: func(s *traces.Trace, choose conform.Chooser) (one, other Play) {
		t := *s
		t.Header.Seed = 2 + uint64(choose(1<<16))
		return Play{Script: s}, Play{Script: &t}
	},
	Tells: func(e traces.Event) string { return without(e) },
})
