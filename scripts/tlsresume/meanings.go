package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// meanings says what each value of each policy flag does. The docstrings of
// impl/handshake say why.
var meanings = map[string]map[string]string{
	"ems": {
		"ignorant": "does not speak it, and cannot read sessions that use it, as builds from before RFC 7627",
		"mixed":    "speaks it, and goes on where one hello of a resumption lacks it",
		"off":      "does not speak it, and resumes no session that uses it",
		"on":       "speaks it, as RFC 7627 5.3 has it",
		"required": "speaks it, and refuses peers without it (RFC 7627 5.2)",
		"unfenced": "does not speak it, and resumes sessions that use it: an old build with new sessions",
	},
	"renegotiation": {
		"explicitly":     "a client leaves it to its application: connect ends, and says so; a server refuses by a warning",
		"freely":         "begins, every time",
		"ignore":         "says nothing (RFC 5246 7.4.1.1)",
		"once":           "begins the first time, then refuses",
		"refuse":         "refuses by the warning no_renegotiation; the connection goes on",
		"refuse-fatally": "ends the connection, as BoringSSL does",
		"until-first":    "refuses when the first handshake is over: here the same as refuse",
	},
	"legacy": {
		"connect":     "connects, and does not renegotiate (RFC 5746 4.2, 4.4)",
		"refuse":      "ends with handshake_failure (RFC 5746 4.1, 4.3)",
		"renegotiate": "connects and renegotiates, which is open to the attack that RFC 5746 is about",
		"serve":       "a client refuses, a server connects (RFC 9325 3.5)",
	},
	"within": {
		"everything": "resumes, keeps, issues tickets, and offers application protocols again (RFC 7301 3.2)",
		"keep":       "keeps the session that it made",
		"nothing":    "shakes hands, and leaves sessions alone",
		"resume":     "offers, and honours, the session of the connection",
		"ticket":     "issues a ticket for the session that it made, and keeps it (RFC 5077 5.8)",
	},
	"invalidation": {
		"any-alert":               "a fatal alert of either end (RFC 5246 7.2.2), and a resumption that failed",
		"any-alert-or-truncation": "also, in TLS 1.0, an end without close_notify (RFC 2246 7.2.1)",
		"failed-resumption":       "only a resumption that was accepted and then failed",
		"never":                   "of none: the connection alone ends, as with BoringSSL and h2o",
		"ids-alone":               "as any-alert for sessions that have an ID; of tickets those that a client fails to resume by (RFC 5077 5.1)",
	},
	"ticket-encoding": {
		"either":  "a server takes both, and answers in kind (RFC 5077 A); a client writes rfc5077",
		"rfc4507": "behind a second length field, and nothing else is understood",
		"rfc5077": "as it is; what has a second length field does not open",
	},
	"hint": {
		"forever": "4294967295 seconds",
		"left":    "what is left of --lifetime",
		"none":    "0: unspecified (RFC 5077 3.3)",
	},
	"unknown-psk": {
		"hidden": "it is answered as one with a wrong key, by decrypt_error (RFC 4279 2)",
		"told":   "it gets unknown_psk_identity (RFC 4279 2)",
	},
	"same-name": {
		"rfc4366": "at the host that made it, under any name (RFC 4366 3)",
		"rfc6066": "under the name that it was made under, and no other (RFC 6066 3)",
	},
}

// newPoliciesTopic is a page of help.
func newPoliciesTopic() *cobra.Command {
	return &cobra.Command{
		Use:   "policies",
		Short: "what the values of the policy flags of serve and connect do",
		Long: "Where the RFCs leave a choice, or contradict each other, a flag of serve and\n" +
			"connect names what is done; --hint, --same-name and --unknown-psk are of serve\n" +
			"alone.\n" + policyPage(),
	}
}

func policyPage() string {
	var page strings.Builder
	for _, f := range slices.Concat(endPolicies, serverPolicies) {
		fmt.Fprintf(&page, "\n--%s: %s\n", f.name, f.help)
		for _, name := range slices.Sorted(maps.Keys(f.of)) {
			fmt.Fprintf(&page, "  %-24s %s\n", name, meanings[f.name][name])
		}
	}
	return strings.TrimSuffix(page.String(), "\n")
}
