package traces

import (
	"slices"
	"strings"
)

// Forgeries gives the parts of each flight that the adversary makes, in the order
// in which they are said: where it has from what is not its own. A flight is named
// by its first message, and has the Finished that belongs to it.
var Forgeries = map[string][]Word{
	"ClientHello": {
		{"random", true, "the random is that of the client's last hello on this connection"},
		{"session", true, "the session offered is that of this connection: which its server holds, or its client offers"},
		{"ems", false, "it has the extended master secret"},
		{"early", false, "ChangeCipherSpec comes with it, before there is a master secret"},
	},
	"ServerHello": {
		{"random", true, "the random is that of the server's last hello on this connection"},
		{"session", true, "the session ID is that of this connection's server"},
		{"ems", false, "it has the extended master secret"},
		{"early", false, "ChangeCipherSpec comes with it, before there is a master secret"},
		{"cert", true, "the certificate is that of this server, or of the adversary; without one, the session that the client offers is resumed. The adversary signs under its own alone"},
		{"suite", true, "the cipher suite, by IANA name"},
		{"share", true, "the key share is that of the server on this connection, with its signature if the certificate is that server's"},
		{"group", true, "the group is an explicit one (RFC 5246 7.4.3) in which the premaster secret will be the one that the adversary has with the server on this connection; own: one that it chose"},
		{"ask", false, "the client is asked for its certificate"},
	},
	"ClientKeyExchange": {
		{"secret", true, "the premaster secret is that which the client on this connection encrypted to the adversary"},
		{"cert", true, "the certificate is that of this client, and there is no CertificateVerify"},
		{"verify", true, "certificate and CertificateVerify are those that the client said on this connection; with neither part, no certificate is shown"},
	},
	"NewSessionTicket": {
		{"ticket", true, "the ticket is the one that the server issued on this connection"},
		{"finished", true, "the Finished is that of the server on this connection, as it is"},
	},
	"Finished": nil,
}

// adverse checks what a command has to do with the adversary, once it is read.
func (p *parser) adverse(c Command, words []word) error {
	switch {
	case c.Verb == "dial" && p.names[c.Args[1]] == "adversary" && (len(c.Args) > 3 || c.Args[1] == c.Args[2]):
		return p.fail(words[3].col, "got %q behind the adversary, want an honest server alone", c.Args[2:])
	case (c.Verb == "forge" || c.Verb == "relay") && p.world.Adversary == "":
		return p.fail(1, "got the verb %q, want a line %q in the header before", c.Verb, "adversary")
	case c.Verb == "forge":
		return p.parts(c, words[3:])
	}
	return nil
}

// parts of a forged flight stand once each, in the order of the vocabulary.
func (p *parser) parts(c Command, words []word) error {
	order := Forgeries[c.Args[1]]
	place := func(part string) int {
		key, _, _ := strings.Cut(part, "=")
		return rank(order, key)
	}
	slices.SortStableFunc(c.Args[2:], func(a, b string) int { return place(a) - place(b) })
	return p.unique(words)
}

// offer is which session a hello offers.
func (p *parser) offer(w word) error {
	value, ok := strings.CutPrefix(w.text, "session=")
	switch {
	case !ok:
		return p.fail(w.col, "got %q, want session= and a connection or none", w.text)
	case p.world.Adversary == "":
		return p.fail(w.col, "got %q, want a line %q in the header before", w.text, "adversary")
	}
	return p.source(word{value, w.col + len("session=")}, "none")
}

// part is where a part of a forged flight comes from.
func (p *parser) part(w word) error {
	key, value, valued := strings.Cut(w.text, "=")
	words := Forgeries[p.doing.Args[1]]
	i := rank(words, key)
	if i < 0 {
		return p.fail(w.col, "got the key %q, want one of %s", key, wordNames(words))
	}
	if err := p.valued(w, words[i], value, valued); err != nil {
		return err
	}
	if !valued {
		return nil
	}
	from := word{value, w.col + len(key) + 1}
	switch key {
	case "cert":
		if p.doing.Args[1] == "ClientKeyExchange" {
			return p.known(from, "client")
		}
		return p.known(from, "server", "adversary")
	case "suite":
		return p.suites(from.col, value)
	case "group":
		return p.source(from, "own")
	}
	return p.known(from, "connection")
}

// source is a connection, or a word that says that it is none.
func (p *parser) source(w word, otherwise string) error {
	if w.text == otherwise {
		return nil
	}
	return p.known(w, "connection")
}
