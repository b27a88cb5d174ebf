package resume

import (
	"strings"
	"testing"

	"tlsresume/traces"
)

// other is the first suite of which this is true, and that is not this one.
func other(not Suite, is func(Suite) bool) Suite {
	for s := Suite(1); int(s) <= len(traces.Suites); s++ {
		if s != not && is(s) {
			return s
		}
	}
	return 0
}

// RFC 5246 7.4.1.3 and 7.4.1.4: a client gives up when the ServerHello says what its
// hello does not allow.
func TestAClientHoldsTheServerToItsHello(t *testing.T) {
	unoffered := func(e *End) {
		e.Answer.Suite = other(0, func(s Suite) bool { return !e.Offer.Suites.has(s) })
	}
	changed := func(e *End) {
		if e.By != Nothing {
			e.Answer.Suite = other(e.Session.Suite, e.Offer.Suites.has)
		}
	}
	for _, c := range []struct {
		mistake, client string
		answers         func(*End)
		want            Alert
	}{
		{"none", " tickets", func(*End) {}, NoAlert},
		{"none, by ID", " id", func(*End) {}, NoAlert},
		{"a suite that was not offered", " suites=" + traces.Suites[0], unoffered, IllegalParameter},
		{"another suite than that of the ticket", " tickets", changed, IllegalParameter},
		{"another suite than that of the ID", "", changed, IllegalParameter},
		{"the ID of no session", " ems id", func(e *End) { e.Answer.ID = e.Offer.ID }, IllegalParameter},
		{"session_ticket", "", func(e *End) { e.Answer.Promised = true }, UnsupportedExtension},
		{"extended_master_secret", "", func(e *End) { e.Answer.EMS = true }, UnsupportedExtension},
		{"server_name", "", func(e *End) { e.Answer.Ack = true }, UnsupportedExtension},
		{"renegotiation_info", " policy=legacy-reneg", func(e *End) { e.Answer.Info = EmptyInfo }, UnsupportedExtension},
	} {
		policy := stock()
		policy.Answers = c.answers
		y := open(header(t, "server s0 ems tickets cache\nclient c0"+c.client+"\n"), policy)
		for _, k := range []string{"k1", "k2"} {
			for _, command := range []string{"dial K c0 s0", "deliver K.s", "deliver K.c", "deliver K.s", "deliver K.c"} {
				words := strings.Fields(strings.ReplaceAll(command, "K", k))
				if _, err := y.Do(t.Context(), traces.Command{Verb: words[0], Args: words[1:]}); err != nil {
					t.Fatal(err)
				}
			}
		}
		got := y.state.Conns[1].Ends[Client]
		if got.Seen.Aborted != c.want || got.Done != (c.want == NoAlert) {
			t.Errorf("%s: got %v, done %v, want %v", c.mistake, got.Seen.Aborted, got.Done, c.want)
		}
	}
}
