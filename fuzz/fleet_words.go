package fuzz

import (
	"fmt"
	"slices"
	"strings"

	"tlsresume/traces"
)

// A table is the words that a byte can mean, taken by its slots. A slot that nothing stands
// in makes a command that does nothing. Words are appended only, so that no input whose
// commands did something means anything else (testdata/fleet.txt is how the tables begin).
type table struct {
	slots int
	words []string
}

// word is what a byte means.
func (t table) word(b byte) (string, bool) {
	if i := int(b) % t.slots; i < len(t.words) {
		return t.words[i], true
	}
	return "", false
}

// byteOf is the byte of a word.
func (t table) byteOf(word string) (byte, error) {
	i := slices.Index(t.words, word)
	if i < 0 {
		return 0, fmt.Errorf("got %q, want one of %s", word, strings.Join(t.words, ", "))
	}
	return byte(i), nil
}

// numbered are names that differ by a number.
func numbered(format string, from, to int) (names []string) {
	for i := from; i <= to; i++ {
		names = append(names, fmt.Sprintf(format, i))
	}
	return names
}

// Where an input names what is there. What a trace names that has more of them the grammar
// can't say.
var (
	conns   = table{8, numbered("k%d", 1, maxConns)}
	ends    = table{16, append(numbered("k%d.c", 1, 8), numbered("k%d.s", 1, 8)...)}
	servers = table{8, numbered("s%d", 0, 7)}
	clients = table{8, numbered("c%d", 0, 7)}
	anyNode = table{16, append(numbered("s%d", 0, 7), numbered("c%d", 0, 7)...)}
)

// An input has no more commands than these, and no more connections.
const (
	maxScript = 40
	maxConns  = 5
)

var (
	numbers = table{16, numbered("%d", 1, 16)}
	counts  = table{16, append([]string{""}, numbered("%d", 1, 15)...)} // "": all
	texts   = table{16, []string{"hello", "ping", "pong", "x", "text", "world", "early", "late", "lost"}}
	times   = table{32, []string{"1s", "1h", "6h", "12h", "18h", "23h", "1d", "2d", "5d", "7d"}}
	said    = table{16, []string{
		"ClientHello", "ServerHello", "Certificate", "ServerKeyExchange", "CertificateRequest", "ServerHelloDone",
		"ClientKeyExchange", "CertificateVerify", "NewSessionTicket", "ChangeCipherSpec", "Finished", "HelloRequest",
	}}
)

// fleetVerbs are the commands: those that make the world, which come before all others, and
// those of traces.
var fleetVerbs = table{32, []string{
	"server", "client",
	"dial", "renegotiate", "send", "close", "deliver", "drop", "dup", "swap", "cut", "omit", "say", "reorder",
	"rotate", "retire", "restart", "deploy", "evict", "share", "tick",
}}

// operands are the tables of the operands of a kind that traces.Verbs knows.
var operands = map[string]table{
	"conn": conns, "connection": conns, "end": ends, "client": clients, "server": servers, "node": anyNode,
	"message": said, "number": numbers, "number?": counts, "text": texts, "duration": times,
}

// options are what a node can have, of lists each element by itself. A byte is one of
// them, with the highest bit one that a deploy takes away.
var options = map[string]table{
	"server": {removed, slices.Concat(
		[]string{
			"ems", "tickets", "renew", "cache", "key=K1", "key=K2", "store=S1", "store=S2",
			"vhost=a.example", "vhost=b.example", "cert=rsa", "auth=request", "auth=require",
			"vhosts=b.example", "vhosts=b.example:request", "vhosts=b.example:require",
			"vhosts=c.example", "vhosts=c.example:request", "vhosts=c.example:require", "vhosts=d.example:require",
			"vhosts=s0", "vhosts=s0:require", "reneg",
		},
		each("policy=", "ems-require", "ems-mixed-may", "ems-neither-abort", "ems-ignorant", "fence-format", "fence-key",
			"names-rfc4366", "resumed-extensions-none", "invalidate-rfc5246", "invalidate-failed-resume", "invalidate-never",
			"ticket-unhashed", "issue-empty", "hint-unspecified", "ticket-lifetime-12h", "unique-client-finished", "legacy-reneg"),
		each("suites=", curves...),
	)},
	"client": {removed, slices.Concat(
		[]string{
			"ems", "tickets", "marker", "id", "ri", "reneg",
			"sni=a.example", "sni=b.example", "sni=c.example", "sni=d.example", "sni=s0", "sni=A.Example",
			"identity=alice", "identity=bob", "identity=c0", "identity=alice.example", "identity=bob.example",
		},
		each("policy=", "ems-require", "ems-mixed-may", "ems-neither-abort", "ems-offer-legacy", "ems-ignorant", "fence-format",
			"names-by-server", "invalidate-failed-resume", "invalidate-never", "ticket-unhashed", "client-lifetime-12h",
			"unique-client-finished", "legacy-reneg", "cert-change"),
		each("suites=", curves...),
	)},
}

// removed is the bit of an option that is taken away.
const removed = 1 << 7

// curves are the suites but for the last, which agrees in a finite field: that takes as long
// as a hundred commands.
var curves = traces.Suites[:18]

func each(key string, of ...string) (all []string) {
	for _, word := range of {
		all = append(all, key+word)
	}
	return all
}

// lists are the options whose values are lists.
var lists = []string{"vhosts", "policy", "suites"}

// roleOf is server or client.
func roleOf(node string) string {
	if strings.HasPrefix(node, "s") {
		return "server"
	}
	return "client"
}

// verbOf is what the vocabulary says of a verb. Those of the world are like deploy.
func verbOf(name string) traces.Verb {
	if name == "server" || name == "client" {
		return traces.Verb{Name: name, Args: []string{name, "edit..."}}
	}
	return traces.Verbs[slices.IndexFunc(traces.Verbs, func(v traces.Verb) bool { return v.Name == name })]
}
