package properties

import (
	"maps"
	"slices"
	"testing"
)

// What each invariant of the catalogue of mistakes is, as a property of events. I12 is
// no matter of these: properties/linear has it. Of I13 events show what comes of a seal
// that does not hold; that it does is properties/codec's.
var invariants = map[string][]string{
	"I1 MS-UNIQUE":             {"master-secret-apart"},
	"I2 PEER-AGREE":            {"ends-agree", "peer-took-part", "server-stays", "data-as-sent"},
	"I3 RESUME-BINDS":          {"resume-binds", "ems-resumed-alike", "ems-demanded", "offer-under-own-name", "offer-fits-ems", "suite-offered"},
	"I4 NO-RESUME-AFTER-FATAL": {"no-resume-after-fatal"},
	"I5 NST-ORDER":             {"handshake-order", "ticket-before-ccs", "ticket-after-client-finished"},
	"I6 NST-PROMISE":           {"ticket-iff-promised"},
	"I7 TICKET-LIVE":           {"ticket-live", "tickets-off", "session-within-day", "hint-of-session", "offer-within-hint"},
	"I8 CB-UNIQUE":             {"binding-apart", "exporter-fenced", "legacy-resumption-fenced"},
	"I9 RI-CHAIN":              {"ri-chain", "ri-signalled"},
	"I10 AUTH-CARRIED":         {"auth-carried"},
	"I11 CCS-KEYS":             {"ccs-keys", "data-after-finished"},
	"I12 CACHE-LIN":            nil,
	"I13 SEAL":                 {"session-of-its-name", "offer-from-server", "names-fresh"},
	"I14 ROLLOUT":              {"rollout-safe", "fence-holds"},
	"I15 FALLBACK":             {"fallback", "held-session-offered", "live-session-resumes"},
}

// Properties that the requirements want besides.
var besides = []string{
	"alert-levels", "close-answered", "ems-agreed", "ems-offered", "hello-request-answered", "hello-request-once",
	"no-id-beside-ticket", "no-unsolicited-extension", "nothing-after-end", "offer-newest", "resumed-hello-bare",
	"session-id-echoed", "session-named", "sni-acknowledged", "ticket-decides",
}

func TestEachPropertyIsOfAnInvariantOrBesides(t *testing.T) {
	if len(invariants) != 15 {
		t.Errorf("got %d invariants, want 15", len(invariants))
	}
	listed := slices.Clone(besides)
	for _, name := range slices.Sorted(maps.Keys(invariants)) {
		if len(invariants[name]) == 0 && name != "I12 CACHE-LIN" {
			t.Errorf("no property is %s", name)
		}
		listed = append(listed, invariants[name]...)
	}
	var have []string
	for _, p := range All() {
		have = append(have, p.Name)
	}
	slices.Sort(listed)
	if !slices.Equal(listed, have) {
		t.Errorf("got %q, want %q", listed, have)
	}
}
