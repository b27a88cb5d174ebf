package conform

import (
	"fmt"
	"slices"
	"strings"

	"tlsresume/traces"
)

// A Chooser makes the choices of a script: a number from 0 to n-1. A seeded
// generator is one, and so is what a property or a fuzzer draws.
type Chooser func(n int) int

// Script makes a trace without events: a world, and commands that may happen in
// it. It has at most so many commands.
func Script(choose Chooser, commands int) *traces.Trace {
	s := &scripter{choose: choose, trace: &traces.Trace{Header: world(choose)}}
	s.network, s.ends = choose(3) == 2, choose(3) == 2
	s.dial()
	for range commands - 1 {
		s.step()
	}
	return s.trace
}

// world chooses one or two servers and clients with any options.
func world(choose Chooser) traces.Header {
	h := traces.Header{Rule: "conformance: the model allows what the implementation does", From: "a random script", Seed: 1}
	for i := range 1 + choose(2) {
		h.Servers = append(h.Servers, node(choose, fmt.Sprintf("s%d", i), serverChoices))
	}
	for i := range 1 + choose(2) {
		h.Clients = append(h.Clients, node(choose, fmt.Sprintf("c%d", i), clientChoices))
	}
	return h
}

// What a node may be. "" leaves the option out; the likely comes more often, and what ends
// in alerts alone (another name, no suite in common, a certificate that is not there) comes
// seldom.
var (
	serverChoices = [][]string{
		{"ems", "ems", ""}, {"tickets", "tickets", ""}, {"renew", "", ""}, {"cache", ""}, {"key=K1", ""}, {"store=S1", "", ""},
		often("vhost=a.example", 9, "vhost=b.example"), {"cert=rsa", "", ""},
		often("", 9, "auth=request", "auth=request", "auth=require"),
		often("", 6, "vhosts=d.example:require,c.example", "vhosts=c.example:request,s0"),
		{"reneg", ""}, policies("server"), suiteChoices,
	}
	clientChoices = [][]string{
		{"ems", "ems", ""}, {"tickets", "tickets", ""}, {"marker", ""}, {"id", "", ""}, {"ri", "", ""},
		{"reneg", ""}, often("sni=a.example", 12, "sni=b.example", "sni=c.example", "sni=d.example", "", ""),
		{"identity=alice", ""}, policies("client"), suiteChoices,
	}
	suiteChoices = often("", 6,
		"suites=TLS_RSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
		"suites=TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
		"suites=TLS_RSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
	)
)

// often are choices of which the first comes so many times as often as each of the others.
func often(likely string, times int, others ...string) []string {
	return append(slices.Repeat([]string{likely}, times), others...)
}

// policies are the choices of a node's policy. Half of the nodes have none.
func policies(role string) []string {
	var names []string
	for _, p := range traces.Policies {
		if slices.Contains(p.Of, role) && slices.Contains(Readings, p.Name) {
			names = append(names, "policy="+p.Name)
		}
	}
	return append(names, make([]string, len(names))...)
}

// Readings are the policies that both the model and the implementation live by, and
// alike. Of ticket-lifetime-2d no source says what a hint is when the day is over: the
// implementation has the least that is one, 1.
var Readings = []string{
	"ems-require", "ems-mixed-may", "ems-neither-abort", "ems-offer-legacy", "ems-ignorant", "fence-format", "fence-key",
	"names-rfc4366", "names-by-server", "resumed-extensions-none",
	"invalidate-rfc5246", "invalidate-failed-resume", "invalidate-never",
	"ticket-unhashed", "issue-empty", "hint-unspecified", "ticket-lifetime-12h", "client-lifetime-12h",
	"unique-client-finished", "legacy-reneg", "cert-change",
}

func node(choose Chooser, name string, choices [][]string) traces.Node {
	n := traces.Node{Name: name}
	for _, c := range choices {
		if option := c[choose(len(c))]; option != "" {
			key, value, _ := strings.Cut(option, "=")
			n.Options = append(n.Options, traces.Option{Key: key, Value: value})
		}
	}
	return n
}

// A scripter writes one script.
type scripter struct {
	choose  Chooser
	trace   *traces.Trace
	conns   int
	network bool // is an adversary
	ends    bool // misbehave
}

// maxConns bounds the connections of a script.
const maxConns = 5

func (s *scripter) do(words ...string) {
	c := traces.Command{Verb: words[0], Args: words[1:]}
	s.trace.Steps = append(s.trace.Steps, traces.Step{Command: c})
}

func (s *scripter) dial() {
	if s.conns < maxConns {
		s.conns++
		s.do("dial", fmt.Sprintf("k%d", s.conns), s.client(), s.server())
	}
}

func (s *scripter) client() string {
	return s.trace.Header.Clients[s.choose(len(s.trace.Header.Clients))].Name
}
func (s *scripter) server() string {
	return s.trace.Header.Servers[s.choose(len(s.trace.Header.Servers))].Name
}

func (s *scripter) end() string {
	return fmt.Sprintf("k%d%s", 1+s.choose(s.conns), []string{".c", ".s"}[s.choose(2)])
}

// step adds a command; deliveries come most often, or nothing would complete.
func (s *scripter) step() {
	switch n := s.choose(30); {
	case n < 12:
		s.do("deliver", s.end())
	case n < 13:
		s.do("deliver", s.end(), fmt.Sprint(1+s.choose(3)))
	case n < 17:
		s.flights()
	case n < 19:
		s.dial()
	case n < 20:
		s.do("close", s.end())
	case n < 21:
		s.do("send", s.end(), "hello")
	case n < 23:
		s.operate()
	case n < 26:
		s.renegotiate()
	case n < 27:
		s.do("tick", []string{"1s", "23h", "1d", "2d"}[s.choose(4)])
	case n < 29 && s.ends:
		s.misbehave()
	case n >= 28 && s.network:
		s.tamper()
	default:
		s.do("deliver", s.end())
	}
}

// tamper has the network be an adversary, as far as it can be without a key.
func (s *scripter) tamper() {
	switch verb := []string{"drop", "dup", "swap", "cut"}[s.choose(4)]; verb {
	case "cut":
		s.do(verb, fmt.Sprintf("k%d", 1+s.choose(s.conns)))
	default:
		s.do(verb, s.end(), fmt.Sprint(1+s.choose(3)))
	}
}

// misbehave has an end do what it should not.
func (s *scripter) misbehave() {
	end := s.end()
	said := messages[end[len(end)-1:]]
	message := func() string { return said[s.choose(len(said))] }
	switch verb := []string{"omit", "say", "reorder"}[s.choose(3)]; verb {
	case "reorder":
		s.do(verb, end, message(), message())
	default:
		s.do(verb, end, message())
	}
}

// messages are what each side has to say.
var messages = map[string][]string{
	"c": {"ClientHello", "Certificate", "ClientKeyExchange", "CertificateVerify", "ChangeCipherSpec", "Finished"},
	"s": {
		"HelloRequest", "ServerHello", "Certificate", "ServerKeyExchange", "CertificateRequest", "ServerHelloDone",
		"NewSessionTicket", "ChangeCipherSpec", "Finished",
	},
}

// flights carries the newest connection to its end.
func (s *scripter) flights() {
	for _, side := range []string{".s", ".c", ".s", ".c"} {
		s.do("deliver", fmt.Sprintf("k%d%s", s.conns, side))
	}
}

// renegotiate has an end of the newest connection want another handshake, and may
// carry it to its end.
func (s *scripter) renegotiate() {
	side := s.choose(2)
	s.do("renegotiate", fmt.Sprintf("k%d%s", s.conns, []string{".c", ".s"}[side]))
	if side == 1 {
		s.do("deliver", fmt.Sprintf("k%d.c", s.conns))
	}
	if s.choose(2) == 1 {
		s.flights()
	}
}

// What a deploy may change.
var (
	serverEdits = append([]string{"+ems", "-ems", "+tickets", "-tickets", "+cache", "-cache", "+renew", "-renew", "+reneg", "-reneg", "-policy", "+auth=require", "-auth"}, deployed("server")...)
	clientEdits = append([]string{"+ems", "-ems", "+tickets", "-tickets", "+marker", "-sni", "+reneg", "-reneg", "-policy", "+sni=c.example", "+identity=alice", "+identity=bob", "-identity"}, deployed("client")...)
)

// deployed are a few of the policies.
func deployed(role string) (edits []string) {
	for _, p := range policies(role) {
		if strings.HasPrefix(p, "policy=ems-") || strings.HasPrefix(p, "policy=fence-") {
			edits = append(edits, "+"+p)
		}
	}
	return edits
}

// KeepsOtherwise reports whether a client has a policy about where, or for how long, it
// keeps sessions: the vocabulary does not say what becomes of them when it comes or goes.
func KeepsOtherwise(client traces.Node) bool {
	policies := client.Policies()
	return slices.Contains(policies, "names-by-server") || slices.Contains(policies, "client-lifetime-12h")
}

// Contradicts reports whether a node has policies of which one denies the other: a build
// that predates RFC 7627 lives by no reading of it.
func Contradicts(n traces.Node) bool {
	policies := n.Policies()
	return slices.Contains(policies, "ems-ignorant") && slices.ContainsFunc(policies, func(p string) bool {
		return p != "ems-ignorant" && strings.HasPrefix(p, "ems-")
	})
}

func (s *scripter) operate() {
	switch verbs := []string{"rotate", "retire", "restart", "evict", "share"}; s.choose(3) {
	case 0:
		s.do("deploy", s.server(), serverEdits[s.choose(len(serverEdits))])
	case 1:
		c, edit := s.client(), clientEdits[s.choose(len(clientEdits))]
		if n, _ := s.trace.Header.Node(c); !KeepsOtherwise(n) || !strings.Contains(edit, "policy") {
			s.do("deploy", c, edit)
		}
	default:
		words := []string{verbs[s.choose(len(verbs))], s.server()}
		if words[0] == "share" {
			words = append(words, s.server())
		}
		s.do(words...)
	}
}
