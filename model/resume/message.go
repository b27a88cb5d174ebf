package resume

import (
	"slices"
	"strings"

	"tlsresume/traces"
)

// A Side is a role in a handshake.
type Side uint8

// The two sides.
const (
	Client Side = iota
	Server
)

// String is client or server.
func (s Side) String() string { return [...]string{"client", "server"}[s] }

// Peer is the other side.
func (s Side) Peer() Side { return 1 - s }

// A Kind is a kind of message.
type Kind uint8

// The kinds of messages, in the order of kindNames.
const (
	HelloRequest Kind = iota + 1
	ClientHello
	ServerHello
	Certificate
	ServerKeyExchange
	CertificateRequest
	ServerHelloDone
	ClientKeyExchange
	CertificateVerify
	NewSessionTicket
	ChangeCipherSpec
	Finished
	ApplicationData
	AlertMessage
)

var kindNames = [...]string{
	"", "HelloRequest", "ClientHello", "ServerHello", "Certificate", "ServerKeyExchange", "CertificateRequest",
	"ServerHelloDone", "ClientKeyExchange", "CertificateVerify", "NewSessionTicket",
	"ChangeCipherSpec", "Finished", "ApplicationData", "Alert",
}

// String is the message's name in a trace.
func (k Kind) String() string { return kindNames[k] }

// Kinds is a set of kinds.
type Kinds uint16

func (ks Kinds) has(k Kind) bool { return ks>>k&1 == 1 }
func (ks *Kinds) add(k Kind)     { *ks |= 1 << k }

// take removes k, and says whether it was there.
func (ks *Kinds) take(k Kind) bool {
	had := ks.has(k)
	*ks &^= 1 << k
	return had
}

// An Alert is what an end gives up with. The zero Alert is none.
type Alert uint8

// The alerts of the model.
const (
	NoAlert Alert = iota
	CloseNotify
	UnexpectedMessage
	BadRecordMAC
	HandshakeFailure
	BadCertificate
	IllegalParameter
	DecryptError
	NoRenegotiation
	UnsupportedExtension
)

// warning says whether the connection outlives the alert, or ends in good
// order by it. RFC 5246 7.2.2: no_renegotiation "is always a warning".
func (a Alert) warning() bool { return a == CloseNotify || a == NoRenegotiation }

var alertNames = [...]string{
	"none", "close_notify", "unexpected_message", "bad_record_mac", "handshake_failure",
	"bad_certificate", "illegal_parameter", "decrypt_error", "no_renegotiation", "unsupported_extension",
}

// String is the alert's description in a trace.
func (a Alert) String() string { return alertNames[a] }

// A Suite is a cipher suite: its place in traces.Suites, from 1.
type Suite uint8

// String is the suite's IANA name.
func (s Suite) String() string { return traces.Suites[s-1] }

// ephemeral says whether the suite has a ServerKeyExchange (RFC 5246 7.4.3,
// RFC 8422 5.4); in static RSA there is none.
func (s Suite) ephemeral() bool { return !strings.HasPrefix(s.String(), "TLS_RSA_") }

// ecdsa says whether the server's certificate is of that sort, and else of RSA.
func (s Suite) ecdsa() bool { return strings.Contains(s.String(), "_ECDSA_") }

// fits says whether a certificate of this sort can do the suite.
func (s Suite) fits(rsa bool) bool { return s.ecdsa() != rsa }

// Suites is a list of cipher suites, most wanted first, without repetition.
type Suites [len(traces.Suites)]Suite

func (l Suites) has(s Suite) bool { return s != 0 && slices.Contains(l[:], s) }

// defaultSuites is what a node has whose header does not say.
func defaultSuites() (l Suites) {
	for i := range traces.DefaultSuites {
		l[i] = Suite(i + 1)
	}
	return l
}

func parseSuites(text string) (l Suites) {
	n := 0
	for name := range strings.SplitSeq(text, ",") {
		s := Suite(slices.Index(traces.Suites[:], name) + 1)
		if s != 0 && !l.has(s) {
			l[n] = s
			n++
		}
	}
	return l
}

// An Offer is what a ClientHello says.
type Offer struct {
	Random Value
	Ready  bool   // the SessionTicket extension is there
	Ticket Ticket // what is in it
	EMS    bool
	ID     Value
	SNI    Name
	Suites Suites
	Info   Info
	Bound  Verify // what renegotiation_info carries
}

// An Answer is what a ServerHello says.
type Answer struct {
	Random   Value
	Promised bool // the SessionTicket extension: a NewSessionTicket will come
	EMS      bool
	Ack      bool // server_name
	ID       Value
	Suite    Suite
	Info     Info
	Bound    [2]Verify
}

// A Verify is the verify_data of a Finished: equal for equal secrets,
// transcripts and senders (RFC 5246 7.4.9).
type Verify struct {
	Master     Value
	Transcript Transcript
	From       Side
}

// A Message is one message, in a record of its own.
type Message struct {
	Kind  Kind
	Under Keys  // what protects the record
	Seq   uint8 // its sequence number under them (RFC 5246 6.1)

	Offer  Offer   // ClientHello
	Answer Answer  // ServerHello
	Name   Name    // Certificate: the subject; ApplicationData: the text
	Secret Secret  // ClientKeyExchange
	Ticket Ticket  // NewSessionTicket
	Hint   Seconds // NewSessionTicket
	Verify Verify  // Finished; ServerKeyExchange, CertificateVerify: what is signed
	Alert  Alert   // Alert
}
