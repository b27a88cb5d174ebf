package traces

import (
	"slices"
	"strings"
)

// A Word is an entry of the vocabulary: a key of a node or of an event.
type Word struct {
	Name   string
	Valued bool   // takes "=value"; otherwise it is a flag
	Means  string // for people
}

// A Verb is a command of the vocabulary. Its arguments are of these kinds:
// conn (a new name), connection, end (k1.c, k1.s), client, server, node, message,
// number, number? (may be left out), text, duration, edit... (+option,
// -option, one or more), offer? (session=, a connection or none), part... (a word
// of Forgeries, as many as there are).
//
// Where there is an adversary it is one end of every connection, whoever was
// dialled: dial k1 c0 s0 opens the end k1.c alone, and dial k2 m s0 the end k2.s,
// which awaits a hello. The adversary may be dialled, too: dial k1 c0 m.
//
// omit and reorder edit the handshake that runs or, when none does, the next: that of a
// server's end runs from the dial on. They do nothing about a message that the end does not
// send any more in any handshake that this may become, about one that another edit is
// about, or about ClientHello, which begins the handshake. say does nothing where the
// message cannot be made: while no cipher suite is settled at this end; ServerKeyExchange
// without an ephemeral suite; ClientKeyExchange without the server's key;
// CertificateVerify unless this end was asked for a certificate that it has, and still is
// to send it. A hello or Finished is said over again as it was; behind the handshake, a ClientHello is
// like the first of a connection, from a client that holds no session. The transcript
// covers what was really sent, and a ChangeCipherSpec changes the keys when it is sent.
type Verb struct {
	Name  string
	Args  []string
	Means string
}

// Verbs lists the commands: the application's, the network's, those of a
// misbehaving end, the operator's and the clock's.
var Verbs = []Verb{
	{"dial", []string{"conn", "client", "server", "offer?"}, "the client opens a connection and says hello, offering the newest session that it holds for the server's name; where there is an adversary, session= may name the connection whose session it offers, or none"},
	{"renegotiate", []string{"end", "offer?"}, "the application at this end, whose handshake is over, wants another on the same connection: a client says hello, a server HelloRequest; session= as in dial"},
	{"send", []string{"end", "text"}, "the application at this end writes the text"},
	{"close", []string{"end"}, "the application at this end closes, once its handshake has begun: close_notify; before the handshake is over, this end then takes nothing more"},

	{"deliver", []string{"end", "number?"}, "the first records (default: all) that stand on the wire towards the end now reach it"},
	{"drop", []string{"end", "number"}, "the n-th record towards the end is lost"},
	{"dup", []string{"end", "number"}, "the n-th record towards the end stands there twice"},
	{"swap", []string{"end", "number"}, "the n-th record towards the end and the one behind it change places"},
	{"cut", []string{"connection"}, "the connection is cut: what is in flight is lost, and neither end says more"},

	{"omit", []string{"end", "message"}, "this end leaves out the next such message of its handshake, and does all else as if it had sent it"},
	{"say", []string{"end", "message"}, "this end says this message now, as well as it can make it, and else goes on as if it had not"},
	{"reorder", []string{"end", "message", "message"}, "this end sends the first message right behind the second, if it sends both, in the handshake that runs"},

	{"forge", []string{"end", "message", "part..."}, "the adversary gives this end a flight of its own making that begins with the message; what no part takes from elsewhere is the adversary's own"},
	{"relay", []string{"end", "end"}, "the adversary gives the second end the flight that the first said last, as it is: under the keys of the second if it knows those of both"},

	{"rotate", []string{"server"}, "a new ticket key seals from now on; the older ones still open"},
	{"retire", []string{"server"}, "all ticket keys but the newest are destroyed"},
	{"restart", []string{"server"}, "the server starts again: its connections are cut, its session cache is empty, and a ticket key that no key= names is a new one"},
	{"deploy", []string{"node", "edit..."}, "the options of the node change, for handshakes that begin from now on: a server's begins with the first record that reaches it"},
	{"evict", []string{"server"}, "the session cache of the server is emptied"},
	{"share", []string{"server", "server"}, "the first server is given the ticket keys of the second, in place of its own"},

	{"tick", []string{"duration"}, "time passes: a number and one of s, m, h, d"},
}

// ServerOptions lists what a header can say of a server, in the order in which
// it is said.
var ServerOptions = []Word{
	{"ems", false, "has the extended master secret; without it, the server never negotiates it and ignores sessions that use it"},
	{"tickets", false, "accepts session tickets, and issues one in a full handshake to a client that is ready for it"},
	{"renew", false, "issues a new ticket when it resumed by ticket, too (RFC 5077 3.3, MAY)"},
	{"cache", false, "keeps sessions by session ID, and names one in the ServerHello of a full handshake unless it promises a ticket (RFC 5077 3.4)"},
	{"key", true, "symbol of the first ticket key, which a restart does not change; servers that name the same key share it"},
	{"store", true, "where cache keeps the sessions: this external store, which a restart does not empty; servers that name the same one share it (default: its own memory)"},
	{"vhost", true, "the name in its certificate (default: the name of the node)"},
	{"cert", true, "ecdsa (default) or rsa"},
	{"auth", true, "request or require: asks clients for a certificate (default: does not); one that requires it aborts without"},
	{"vhosts", true, "further virtual hosts, with commas: the name, and :request or :require behind it if the host asks clients for a certificate"},
	{"reneg", false, "does another handshake when the client asks for one; otherwise it answers by the warning no_renegotiation"},
	{"policy", true, "named policies, with commas"},
	{"suites", true, "the cipher suites it has, by IANA name, with commas (default: the four ECDHE suites with AES-128); the client's order decides"},
}

// ClientOptions lists what a header can say of a client.
var ClientOptions = []Word{
	{"ems", false, "offers the extended master secret; without it, the client never offers a session that uses it"},
	{"tickets", false, "is ready for session tickets, and offers those it holds"},
	{"marker", false, "sends a fresh session ID beside a ticket (RFC 5077 3.4, MAY); otherwise an empty one"},
	{"id", false, "sends a fresh session ID in every hello that names none, as clients do that also speak TLS 1.3 (RFC 8446 D.4)"},
	{"ri", false, "signals RFC 5746 by an empty renegotiation_info; otherwise by the SCSV (RFC 5746 3.4, either)"},
	{"reneg", false, "does another handshake when the server asks for one; otherwise it answers by the warning no_renegotiation"},
	{"sni", true, "server_name that it sends"},
	{"identity", true, "the name in its certificate, for servers that ask for one (default: it has none); a session that it made by another it does not offer, or it would speak for another (CVE-2016-5420)"},
	{"policy", true, "named policies, with commas"},
	{"suites", true, "the cipher suites it offers, in this order"},
}

var optionsOf = map[string][]Word{"server": ServerOptions, "client": ClientOptions}

// Suites are the cipher suites of the vocabulary. The first four are what a
// node has whose header does not say.
var Suites = [...]string{
	"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
	"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
	"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
	"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
	"TLS_RSA_WITH_AES_128_GCM_SHA256",
	"TLS_RSA_WITH_AES_128_CBC_SHA",
	"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
	"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
	"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
	"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
	"TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
	"TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
	"TLS_RSA_WITH_AES_256_GCM_SHA384",
	"TLS_RSA_WITH_AES_256_CBC_SHA",
	"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
	"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
	"TLS_RSA_WITH_AES_128_CBC_SHA256",
	"TLS_RSA_WITH_AES_256_CBC_SHA256",
	"TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
}

// DefaultSuites is how many of Suites a node has whose header does not say.
const DefaultSuites = 4

// Messages gives the facts of each message. A message that is sent shows them
// all; one that is accepted shows only what its sender may have meant for the
// application: the facts of ApplicationData and Alert.
var Messages = map[string][]Word{
	"ClientHello": {
		{"ticket", true, "empty: ready for one (RFC 5077 3.2); or the ticket that is offered"},
		{"ems", false, "extended_master_secret"},
		{"session_id", true, "empty, or the ID"},
		{"ri", true, "scsv or empty: how RFC 5746 3.4 is signalled; bound: it carries the client's Finished of the handshake before (3.5)"},
		{"sni", true, "server_name"},
	},
	"ServerHello": {
		{"ticket", true, "promised: a NewSessionTicket will come"},
		{"ems", false, "extended_master_secret"},
		{"session_id", true, "empty, or the ID"},
		{"ri", true, "empty: RFC 5746 3.6; bound: it carries both Finished of the handshake before (3.7)"},
		{"sni", true, "ack: the name was used (RFC 6066 3)"},
		{"suite", true, "the cipher suite, by IANA name"},
		{"version", true, "1.0, 1.1 or 1.2"},
	},
	"Certificate":        {{"name", true, "the subject's name, or none"}},
	"HelloRequest":       nil,
	"ServerKeyExchange":  nil,
	"CertificateRequest": nil,
	"ServerHelloDone":    nil,
	"ClientKeyExchange":  nil,
	"CertificateVerify":  nil,
	"NewSessionTicket": {
		{"ticket", true, "the ticket, or empty"},
		{"hint", true, "ticket_lifetime_hint in seconds"},
	},
	"ChangeCipherSpec": nil,
	"Finished":         nil,
	"ApplicationData":  {{"data", true, "the text"}},
	"Alert": {
		{"level", true, "warning or fatal"},
		{"alert", true, "the description"},
	},
}

// Endings gives the facts of each way in which a handshake ends well.
var Endings = map[string][]Word{
	"full":    agreed,
	"resumed": append([]Word{{"by", true, "ticket or id: what named the session"}}, agreed...),
}

var agreed = []Word{
	{"ms", true, "the master secret, which is the session"},
	{"ems", false, "the session uses the extended master secret"},
	{"sni", true, "the server name of this connection"},
	{"peer", true, "the name that the other end proved, now or in the handshake that made the session"},
	{"suite", true, "the cipher suite"},
	{"version", true, "1.0, 1.1 or 1.2"},
	{"tls_unique", true, "the first Finished of this handshake (RFC 5929 3.1); where there is an adversary, empty if the end does not give it out (RFC 7627 5.4)"},
	{"exporter", true, "what the connection exports (RFC 5705 4: of the master secret and both randoms); told where there is an adversary, and empty if the end exports nothing (RFC 7627 5.4)"},
}

var abortion = []Word{
	{"got", true, "the message that came"},
	{"want", true, "what could have come instead, with commas"},
}

// Alerts are the descriptions of RFC 5246 7.2 and of its extensions.
var Alerts = []string{
	"close_notify", "unexpected_message", "bad_record_mac", "record_overflow",
	"decompression_failure", "handshake_failure", "bad_certificate",
	"unsupported_certificate", "certificate_revoked", "certificate_expired",
	"certificate_unknown", "illegal_parameter", "unknown_ca", "access_denied",
	"decode_error", "decrypt_error", "protocol_version", "insufficient_security",
	"internal_error", "user_canceled", "no_renegotiation",
	"unsupported_extension", "unrecognized_name", "no_application_protocol",
}

// facts gives the words that an event may carry, in order.
func facts(mark byte, what string) ([]Word, bool) {
	switch mark {
	case Sent, Accepted:
		words, ok := Messages[what]
		return words, ok
	case Agreed:
		words, ok := Endings[what]
		return words, ok
	case Aborted:
		return abortion, slices.Contains(Alerts, what)
	}
	return nil, false
}

// SortFacts puts facts into the order of the vocabulary, in place, so that a
// System need not know it.
func SortFacts(e *Event) {
	words, _ := facts(e.Mark, e.What)
	slices.SortStableFunc(e.Facts, func(a, b Fact) int { return rank(words, a.Key) - rank(words, b.Key) })
}

func rank(words []Word, key string) int {
	return slices.IndexFunc(words, func(w Word) bool { return w.Name == key })
}

// MayLack says whether a verb does without an argument of this kind.
func MayLack(kind string) bool { return strings.HasSuffix(kind, "?") || kind == "part..." }

func findVerb(name string) (Verb, bool) {
	i := slices.IndexFunc(Verbs, func(v Verb) bool { return v.Name == name })
	if i < 0 {
		return Verb{}, false
	}
	return Verbs[i], true
}

// names joins what a table holds, for an error that says what could stand here.
func names[T any](table []T, name func(T) string) string {
	all := make([]string, len(table))
	for i, t := range table {
		all[i] = name(t)
	}
	return strings.Join(all, ", ")
}
