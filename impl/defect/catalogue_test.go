package defect

import (
	"maps"
	"slices"
	"testing"
)

// catalogue are the mistakes that stacks have made, by what they are about. There are
// more of them, and of defects: this is where the verification begins.
var catalogue = map[string][]string{
	"Triple Handshake, EMS, channel binding": {
		"ems-change-on-reneg-accepted", "ems-cli-accepts-ems-sh-for-legacy-session", "ems-decline-keeps-ticket-auth",
		"ems-flag-lost-in-cache", "ems-hash-includes-certificate-verify", "ems-negotiated-but-legacy-derivation",
		"ems-nonempty-accepted", "ems-off", "ems-sh-echo-from-stale-state", "ems-srv-resumes-ems-session-for-plain-hello",
		"ems-srv-resumes-legacy-session-for-ems-hello", "ems-wrong-abort-alert", "exporter-without-ems",
		"legacy-resume-keeps-reneg-and-tlsunique", "legacy-server-resumes-ems-session", "reneg-server-identity-unchecked",
		"tls-unique-always-client-finished", "tls-unique-from-session",
	},
	"NewSessionTicket ordering and content": {
		"cert-accepted-in-abbreviated", "cli-accepts-unpromised-nst-stale-flag", "cli-caches-zero-length-ticket",
		"cli-keeps-sid-beside-ticket", "cli-rejects-nst-in-abbreviated", "cli-tolerates-missing-nst",
		"cli-uses-ticket-before-server-finished", "huge-ticket-breaks-client", "nst-mutates-live-session",
		"nst-not-in-transcript", "nst-planted-from-other-session", "nst-split-across-ccs", "renewed-ticket-never-used",
		"srv-nst-before-client-finished", "srv-nst-without-promise", "srv-promise-without-nst", "ticket-after-ccs",
	},
	"ChangeCipherSpec, Finished, handshake state": {
		"alert-at-odd-time-crash", "alert-plaintext-after-ccs", "ccs-first-record-crash", "early-ccs", "early-finished",
		"extra-ccs-rekeys", "hellorequest-hashed-or-fatal", "skip-ccs", "skip-certificate-verify",
		"skip-server-key-exchange", "srv-ccs-before-client-finished",
	},
	"Session IDs and session caches": {
		"cache-after-failed-verification", "cache-before-finished", "cache-duplicate-id", "cache-entry-reused-while-held",
		"cache-evict-while-resuming", "cache-expired-entry-crash", "cache-never-evicts",
		"cli-applies-session-before-accept", "cli-compares-wrong-sid", "cli-empty-sid-ticket-no-lookahead",
		"client-cache-key-too-coarse", "client-cache-shared-across-configs", "fatal-alert-keeps-session",
		"fatal-kills-other-connections", "resume-changes-suite-cli", "resume-changes-suite-srv", "resume-inside-reneg",
		"resume-recomputes-compression", "resume-suite-not-offered", "resumption-mutates-shared-session",
		"session-from-reneg-cached", "sid-decides-ticket-validity", "sid-echo-fixed-32", "sid-echo-without-resume",
		"sid-overlong-accepted", "srv-skips-lookup-on-empty-ticket", "tls10-close-rule",
	},
	"Ticket encoding and cryptography": {
		"iesg-flow1-literal", "stek-repeating-keystream", "stek-zero", "ticket-4507-double-length",
		"ticket-4507-empty-form", "ticket-as-sid-linkable", "ticket-bad-aborts-handshake", "ticket-mac-then-encrypt",
		"ticket-mac-unchecked", "ticket-mac-variable-time", "ticket-noncommitting-aead", "ticket-reject-leaks",
		"ticket-shorter-than-mac", "ticket-state-overflow",
	},
	"Ticket keys, rotation, time": {
		"hint-from-issue-not-receipt", "hint-zero-means-expired", "server-ignores-own-lifetime", "stek-clone-shared",
		"stek-never-rotates", "stek-new-key-used-before-peers-have-it", "stek-retired-still-opens",
		"stek-rotate-drops-fresh", "stek-rotate-not-atomic", "ticket-from-future-underflow",
		"tickets-disabled-still-accepted",
	},
	"Virtual hosts, SNI, client authentication across resumption": {
		"auth-policy-not-rechecked", "resume-skips-post-auth-action", "resumed-sh-echoes-extensions",
		"session-context-missing", "sni-not-bound", "sni-per-session-not-connection", "vhost-client-auth-bypass",
		"vhost-server-auth-bypass", "vhost-shares-cache-and-stek",
	},
	"Renegotiation": {
		"reneg-etm-change", "reneg-memory-growth", "reneg-reuses-randoms", "reneg-ri-half-compared",
		"reneg-ri-missing-accepted", "reneg-ri-not-updated-on-resume", "reneg-scsv-selected", "reneg-stale-extension-nil",
		"reneg-unbound", "reneg-version-active-early",
	},
	"Spec mutants that complete MUST coverage": {
		"appdata-before-finished", "cli-accepts-unsolicited-ext", "cli-inspects-ticket",
		"cli-offers-ticket-ext-when-unready", "close-notify-unanswered", "dup-extension-last-wins", "reneg-cli-no-signal",
		"reneg-initial-nonempty-accepted", "reneg-legacy-accepts-signals", "sid-carries-state", "srv-random-repeats",
		"srv-ticket-ext-unsolicited", "v2hello-resumes", "write-keys-not-switched",
	},
}

// exceptions are those that are no defect here, and why.
var exceptions = map[string]string{
	"v2hello-resumes": "no server here takes a hello in the form of SSL 2.0, as RFC 5246 E.2 has it: the record layer knows four types",
}

func TestTheCatalogueIsThere(t *testing.T) {
	var names, missing []string
	for _, d := range All() {
		names = append(names, d.Name)
	}
	all := 0
	for _, subject := range catalogue {
		for _, name := range subject {
			all++
			switch there, why := slices.Contains(names, name), exceptions[name]; {
			case there && why != "":
				t.Errorf("%s: got a defect and a reason why there is none", name)
			case !there && why == "":
				missing = append(missing, name)
			}
		}
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		t.Errorf("got neither a defect nor a reason why there is none: %v", missing)
	}
	if want := 131; all != want {
		t.Errorf("got a catalogue of %d, want %d", all, want)
	}
	for name := range exceptions {
		if !slices.ContainsFunc(slices.Collect(maps.Values(catalogue)), func(subject []string) bool { return slices.Contains(subject, name) }) {
			t.Errorf("%s: got an exception of what is not in the catalogue", name)
		}
	}
}
