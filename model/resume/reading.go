package resume

import (
	"fmt"
	"strings"

	"tlsresume/traces"
)

// A Reading is a named policy of a node: one of traces.Policies, by its place
// in readings.
type Reading uint8

// The readings.
const (
	EMSRequire Reading = iota
	EMSMixedMay
	EMSNeitherAbort
	EMSOfferLegacy
	EMSIgnorant
	FenceFormat
	FenceKey
	NamesRFC4366
	NamesByServer
	ResumedExtensionsNone
	InvalidateRFC5246
	InvalidateFailedResume
	InvalidateNever
	TicketUnhashed
	IssueEmpty
	HintUnspecified
	TicketLifetime12h
	TicketLifetime2d
	ClientLifetime12h
	UniqueClientFinished
	LegacyReneg
	EarlyCCS
	CertChange
)

// readings are the names, and which of them the model's nodes live by: a world
// with another is one that the model cannot be.
var readings = [...]struct {
	name   string
	heeded bool
}{
	EMSRequire:             {"ems-require", true},
	EMSMixedMay:            {"ems-mixed-may", true},
	EMSNeitherAbort:        {"ems-neither-abort", true},
	EMSOfferLegacy:         {"ems-offer-legacy", true},
	EMSIgnorant:            {"ems-ignorant", true},
	FenceFormat:            {"fence-format", true},
	FenceKey:               {"fence-key", true},
	NamesRFC4366:           {"names-rfc4366", true},
	NamesByServer:          {"names-by-server", true},
	ResumedExtensionsNone:  {"resumed-extensions-none", true},
	InvalidateRFC5246:      {"invalidate-rfc5246", true},
	InvalidateFailedResume: {"invalidate-failed-resume", true},
	InvalidateNever:        {"invalidate-never", true},
	TicketUnhashed:         {"ticket-unhashed", true},
	IssueEmpty:             {"issue-empty", true},
	UniqueClientFinished:   {"unique-client-finished", true},
	LegacyReneg:            {"legacy-reneg", true},
	EarlyCCS:               {"early-ccs", false},
	CertChange:             {"cert-change", true},
	HintUnspecified:        {"hint-unspecified", true},
	TicketLifetime12h:      {"ticket-lifetime-12h", true},
	TicketLifetime2d:       {"ticket-lifetime-2d", true},
	ClientLifetime12h:      {"client-lifetime-12h", true},
}

// Readings is a set of them.
type Readings uint32

func (rs Readings) has(r Reading) bool { return rs>>r&1 == 1 }

// given is the set of these.
func given(all ...Reading) (rs Readings) {
	for _, r := range all {
		rs |= 1 << r
	}
	return rs
}

// readingsOf are those that a node is given.
func readingsOf(n traces.Node) (rs Readings) {
	for _, name := range n.Policies() {
		for r := range readings {
			if readings[r].name == name {
				rs |= 1 << r
			}
		}
	}
	return rs
}

// String is the set as policy= has it.
func (rs Readings) String() string {
	var names []string
	for r := range readings {
		if rs.has(Reading(r)) {
			names = append(names, readings[r].name)
		}
	}
	return strings.Join(names, ",")
}

// able says whether the model can be a world with such nodes.
func able(nodes ...traces.Node) error {
	for _, n := range nodes {
		if err := heeds(n); err != nil {
			return err
		}
	}
	return nil
}

func heeds(n traces.Node) error {
	if hosts := len(n.Hosts()); hosts > maxHosts {
		return fmt.Errorf("%s: got %d virtual hosts, the model has up to %d: %w", n.Name, hosts, maxHosts, traces.ErrCannot)
	}
	rs := readingsOf(n)
	for r := range readings {
		if rs.has(Reading(r)) && !readings[r].heeded {
			return fmt.Errorf("%s: the model has no policy %q: %w", n.Name, readings[r].name, traces.ErrCannot)
		}
	}
	return nil
}
