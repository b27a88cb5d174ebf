package adversary

import (
	"fmt"
	"slices"
	"strings"

	"tlsresume/traces"
)

// suites are those that the key exchanges stand for.
var suites = [...]string{
	rsa:   "TLS_RSA_WITH_AES_128_GCM_SHA256",
	dhe:   "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
	ecdhe: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
}

// nodes are what the honest ends do in every world, and what they may do: the
// server's certificate is good for signatures and for encryption, it does a
// handshake again, and the client has a certificate.
var nodes = [...]struct{ always, may []string }{
	client: {[]string{"identity", "suites"}, []string{"ems", "tickets", "policy"}},
	server: {[]string{"cert=rsa", "reneg", "suites"}, []string{"ems", "tickets", "cache", "auth=request", "policy"}},
}

// read is the world of a header; one that the relation does not have is refused.
func read(h traces.Header) (w world, err error) {
	if h.Adversary == "" || len(h.Servers) != 1 || len(h.Clients) != 1 {
		return w, fmt.Errorf("got %d servers, %d clients and the adversary %q, want one of each: %w",
			len(h.Servers), len(h.Clients), h.Adversary, traces.ErrCannot)
	}
	c, s := h.Clients[0], h.Servers[0]
	for role, n := range [...]traces.Node{client: c, server: s} {
		if err := able(role, n); err != nil {
			return w, err
		}
	}
	w = world{
		EMS: [...]extension{client: extensionOf(c), server: extensionOf(s)},
		Kex: kexes(c), ChosenGroup: true, CertChange: slices.Contains(c.Policies(), "cert-change"),
	}
	if w.Tickets, err = both(c, s, ticketsOf); err != nil {
		return w, err
	}
	for _, b := range w.builds() {
		has := func(n traces.Node) bool { return slices.Contains(n.Policies(), b.policy) }
		if *b.on, err = both(c, s, has); err != nil {
			return w, err
		}
	}
	return w, nil
}

// A build is a policy that both ends have or neither.
type build struct {
	policy string
	on     *bool
}

// builds are those of a world, in the order of the vocabulary.
func (w *world) builds() []build {
	return []build{
		{"ticket-unhashed", &w.TicketUnhashed}, {"legacy-reneg", &w.NoRenegotiateInfo}, {"early-ccs", &w.EarlyCCS},
	}
}

// both is what client and server have in common.
func both[T comparable](c, s traces.Node, of func(traces.Node) T) (T, error) {
	if of(c) != of(s) {
		return of(c), fmt.Errorf("got %s as client and %s as server, want them alike: %w", c, s, traces.ErrCannot)
	}
	return of(c), nil
}

func extensionOf(n traces.Node) extension {
	_, ems := n.Has("ems")
	switch {
	case !ems:
		return never
	case slices.Contains(n.Policies(), "ems-require"):
		return always
	}
	return offered
}

// extensionPolicy is the policy that goes with a node's use of the extension. A client
// that goes on without it offers sessions without it.
func extensionPolicy(role int, x extension) string {
	switch {
	case x == never:
		return "ems-ignorant"
	case x == always:
		return "ems-require"
	case role == client:
		return "ems-offer-legacy"
	}
	return ""
}

// ticketsOf says whether a node resumes by tickets; it does by identifiers if not.
func ticketsOf(n traces.Node) bool {
	_, ok := n.Has("tickets")
	return ok
}

// able says whether the relation has such a node.
func able(role int, n traces.Node) error {
	o := nodes[role]
	cannot := func(says, what string) error {
		return fmt.Errorf("%s: the model with an adversary %s %s: %w", n.Name, says, what, traces.ErrCannot)
	}
	for _, want := range o.always {
		key, value, _ := strings.Cut(want, "=")
		if got, ok := n.Has(key); !ok || value != "" && got != value {
			return cannot("wants the option", want)
		}
	}
	for _, got := range n.Options {
		known := func(s string) bool { return s == got.Key || s == got.Key+"="+got.Value }
		if !slices.ContainsFunc(o.always, known) && !slices.ContainsFunc(o.may, known) {
			return cannot("has no option", got.Key)
		}
	}
	if _, cache := n.Has("cache"); role == server && cache == ticketsOf(n) {
		return cannot("wants either of the options", "tickets and cache")
	}
	for _, p := range n.Policies() {
		if !slices.Contains([]string{"ems-require", "ems-offer-legacy", "ems-ignorant", "ticket-unhashed", "legacy-reneg", "early-ccs", "cert-change"}, p) {
			return cannot("has no policy", p)
		}
	}
	if want := extensionPolicy(role, extensionOf(n)); want != "" && !slices.Contains(n.Policies(), want) {
		return cannot("wants the policy", want)
	}
	for _, s := range suitesOf(n) {
		if !slices.Contains(suites[:], s) {
			return cannot("has no suite", s)
		}
	}
	return nil
}

func suitesOf(n traces.Node) []string {
	list, _ := n.Has("suites")
	return strings.Split(list, ",")
}

func kexes(n traces.Node) (all []kex) {
	for _, s := range suitesOf(n) {
		all = append(all, kex(slices.Index(suites[:], s)))
	}
	return all
}

// describe is the world as a trace begins, with the server's choice at first.
func (w world) describe(rule, from string, first kex, asks bool) (traces.Header, error) {
	var list []string
	for _, k := range w.Kex {
		list = append(list, suites[k])
	}
	s := strings.Join(slices.Concat([]string{"server s0"}, only(w.EMS[server] != never, "ems"), only(w.Tickets, "tickets"),
		only(!w.Tickets, "cache"), []string{"cert=rsa"}, only(asks, "auth=request"), []string{"reneg"},
		w.policies(server), []string{"suites=" + suites[first]}), " ")
	c := strings.Join(slices.Concat([]string{"client c0"}, only(w.EMS[client] != never, "ems"), only(w.Tickets, "tickets"),
		[]string{"identity=c0"}, w.policies(client), []string{"suites=" + strings.Join(list, ",")}), " ")
	text := fmt.Sprintf("rule: %s\nfrom: %s\n%s\n%s\nadversary m\nseed: 1\n\n", rule, from, s, c)
	t, err := traces.Parse("header", []byte(text))
	if err != nil {
		return traces.Header{}, err
	}
	return t.Header, nil
}

// policies are those of a role, as an option of the node.
func (w world) policies(role int) []string {
	first := extensionPolicy(role, w.EMS[role])
	names := only(first != "", first)
	for _, b := range w.builds() {
		names = append(names, only(*b.on, b.policy)...)
	}
	names = append(names, only(role == client && w.CertChange, "cert-change")...)
	return only(len(names) > 0, "policy="+strings.Join(names, ","))
}
