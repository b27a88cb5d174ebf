package main

import (
	"slices"
	"testing"
)

// The worlds that the project is known by, and what check --config ends with. That
// each is what it says, the tests of its package show.
var exam = []struct {
	name   string
	breaks bool
}{
	{"ticket-order", false}, {"ticket-promise", false}, {"ticket-zero-length", false},
	{"ems-table", false},
	{"exporter-no-ems", true}, {"tls-unique-no-ems", true}, {"triple-handshake-no-ems", true},
	{"exporter-ems", false}, {"tls-unique-ems", false}, {"triple-handshake-ems", false},
	{"mixed-fleet-naive", true}, {"mixed-fleet-format-fence", false}, {"mixed-fleet-key-fence", false},
	{"mixed-fleet-client-rollback", true}, {"mixed-fleet-client-rollback-fenced", false},
	{"ticket-substitution", true},
	{"vhost-client-auth", true}, {"vhost-client-auth-bound", false},
	{"fatal-alert-rfc5246", false}, {"fatal-alert-rfc5077", false}, {"fatal-alert-failed-resume", false},
	{"key-rotation-overlap", false}, {"key-rotation-gap", true},
	{"early-ccs", true},
}

func TestTheExamIsThere(t *testing.T) {
	for _, x := range exam {
		c, err := configurationNamed(x.name)
		if err != nil {
			t.Error(err)
			continue
		}
		if got := c.breaks != ""; got != x.breaks {
			t.Errorf("%s: got %q, want it broken: %v", x.name, c.expectation(), x.breaks)
		}
		if c.shows == "" {
			t.Errorf("%s does not say what it shows", x.name)
		}
	}
}

// No two configurations have a name in common, of whatever package they are.
func TestConfigurationsHaveNamesOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range configurations() {
		if seen[c.name] {
			t.Errorf("got the configuration %s a second time", c.name)
		}
		seen[c.name] = true
	}
}

// A configuration says that it looks at what it breaks, and not at what its world does
// not keep, nor at what is claimed elsewhere.
func TestConfigurationsListWhatTheyLookAt(t *testing.T) {
	for _, c := range configurations() {
		if c.breaks != "" && !slices.Contains(c.invariants, c.breaks) {
			t.Errorf("%s: got %v, want %s among them", c.name, c.invariants, c.breaks)
		}
	}
	for config, not := range map[string]string{"ems-table": "rollout-safe", "ticket-order": "key-within-period"} {
		c, err := configurationNamed(config)
		if err != nil || len(c.invariants) == 0 || slices.Contains(c.invariants, not) {
			t.Errorf("%s: got %v, %v, want some without %s", config, c.invariants, err, not)
		}
	}
}
