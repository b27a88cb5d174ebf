package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"tlsresume/impl/handshake"
)

// A policyFlag is a flag whose value names one of several policies.
type policyFlag struct {
	name, stock, help string
	of                map[string]func(*handshake.Policy)
}

// each makes the policies of a flag of those that have names.
func each[P any](named map[string]P, set func(*handshake.Policy, P)) map[string]func(*handshake.Policy) {
	of := map[string]func(*handshake.Policy){}
	for name, p := range named {
		of[name] = func(policy *handshake.Policy) { set(policy, p) }
	}
	return of
}

// endPolicies are those of both ends.
var endPolicies = []policyFlag{
	{"ems", "on", "the extended master secret (RFC 7627)", handshake.EMSBuilds},
	{"renegotiation", "refuse", "what to answer a peer that asks to renegotiate",
		each(handshake.Renegotiations, func(p *handshake.Policy, r handshake.Renegotiation) { p.Renegotiation = r })},
	{"legacy", "serve", "how to treat a peer without RFC 5746",
		each(handshake.Legacies, func(p *handshake.Policy, l handshake.Legacy) { p.Legacy = l })},
	{"within", "nothing", "what a renegotiation does, too",
		each(handshake.Withins, func(p *handshake.Policy, w handshake.Within) { p.Within = w })},
	{"invalidation", "any-alert", "which failures end a session",
		each(handshake.Invalidations, func(p *handshake.Policy, i handshake.Invalidation) { p.Invalidation = i })},
	{"ticket-encoding", "rfc5077", "how the SessionTicket extension stands in a hello",
		each(handshake.TicketEncodings, func(p *handshake.Policy, e handshake.TicketEncoding) { p.TicketEncoding = e })},
}

// serverPolicies are those of a server.
var serverPolicies = []policyFlag{
	{"hint", "left", "the lifetime that tickets claim",
		each(handshake.Hints, func(p *handshake.Policy, h handshake.Hint) { p.Hint = h })},
	{"unknown-psk", "told", "what becomes of a client whose PSK identity is not known",
		each(handshake.UnknownPSKs, func(p *handshake.Policy, u handshake.UnknownPSK) { p.UnknownPSK = u })},
	{"same-name", "rfc6066", "may a session be resumed under another server name",
		each(handshake.SameNames, func(p *handshake.Policy, same func(session, hello string) bool) { p.SameName = same })},
}

// policyValues are what the user has chosen.
type policyValues struct {
	flags  []policyFlag
	values []string
}

func newPolicyValues(f *pflag.FlagSet, flags []policyFlag) *policyValues {
	v := &policyValues{flags, make([]string, len(flags))}
	for i, p := range flags {
		f.StringVar(&v.values[i], p.name, p.stock, p.help+": "+p.names())
	}
	return v
}

func (p *policyFlag) names() string { return strings.Join(slices.Sorted(maps.Keys(p.of)), ", ") }

// apply makes the policy that was chosen.
func (v *policyValues) apply(p *handshake.Policy) error {
	for i, f := range v.flags {
		set, known := f.of[v.values[i]]
		if !known {
			return usage(fmt.Errorf("--%s: got %q, want one of %s", f.name, v.values[i], f.names()))
		}
		set(p)
	}
	return nil
}
