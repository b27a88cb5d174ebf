package resume

import (
	"slices"
	"testing"
)

// Whatever an end can be in is a case of the table, and no case stands behind
// others that take all of its own.
func TestTheTableOfRFC7627IsWhole(t *testing.T) {
	var reached Cells
	sets := []Readings{0, given(EMSRequire), given(EMSMixedMay), given(EMSNeitherAbort), given(EMSRequire, EMSMixedMay, EMSNeitherAbort)}
	for _, side := range []Side{Client, Server} {
		for session := NoSession; session <= EMSSession; session++ {
			for bits := range 4 {
				for _, rs := range sets {
					c := EMSCase{side, session, bits&1 == 1, bits&2 == 2, rs}
					if side == Client && c.Peer && !c.Own {
						continue // RFC 5246 7.4.1.4: unsupported_extension before anything else
					}
					reached |= 1 << cellOf(t, &c)
				}
			}
		}
	}
	for i := range emsCells {
		if reached>>i&1 == 0 {
			t.Errorf("%s: got no case that is decided here", emsCells[i].Name)
		}
	}
}

func cellOf(t *testing.T, c *EMSCase) int {
	for i := range emsCells {
		if emsCells[i].takes(c) {
			return i
		}
	}
	t.Errorf("%+v: got no cell", *c)
	return 0
}

// A case shows what is at stake in it, and what it says to do.
func TestWhatACaseShows(t *testing.T) {
	for name, want := range map[string][]string{
		"ems-session-plain-hello":    {"alert-of-ems"},
		"ems-hello":                  {"ems-both"},
		"ems-plain-hello":            {"no-unsolicited-extension", "unsolicited-extension-refused", "agreement"},
		"ems-hello-to-legacy-server": {"no-unsolicited-extension", "unsolicited-extension-refused", "agreement"},
		"ems-session-hello":          {"agreement", "resumed-equals-session"},
		"ems-session-legacy-server":  {"agreement", "resumed-equals-session"},
	} {
		i := slices.IndexFunc(emsCells, func(l EMSCell) bool { return l.Name == name })
		if i < 0 {
			t.Fatalf("got no case %s", name)
		}
		if got := emsCells[i].shows(); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
}
