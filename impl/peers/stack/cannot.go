package stack

import "tlsresume/impl/handshake"

// An Ability is something that a stack can do, or cannot.
type Ability string

// The abilities.
const (
	TLS10       Ability = "TLS 1.0"
	TLS11       Ability = "TLS 1.1"
	TLS12       Ability = "TLS 1.2"
	ByTicket    Ability = "resume by ticket"
	ByID        Ability = "resume by session ID"
	NoTickets   Ability = "switch tickets off"
	NoEMS       Ability = "switch the extended master secret off"
	Legacy      Ability = "resume a session without the extended master secret that it could have"
	Renew       Ability = "renew a ticket" // a server issues one on resumption; a client uses that
	Reject      Ability = "get over a rejected ticket"
	Often       Ability = "connect more than twice"
	TalkAlways  Ability = "send data in every connection"
	TellResumed Ability = "tell whether it resumed"
	TellEMS     Ability = "tell whether it has the extended master secret"
	TellVersion Ability = "tell the version"
)

// A Lack is something that a stack cannot do in a role.
type Lack struct {
	Stack  string
	Role   handshake.Side
	What   Ability
	Reason string
}

// Lacks is all that the stacks cannot do. What does not stand here they can, and
// the tests want to see it; what stands here the tests try, where it can be tried,
// and want to see it fail.
var Lacks = []Lack{
	{"Botan", handshake.Client, NoTickets, "tls_client has no switch"},
	{"Botan", handshake.Client, NoEMS, "Botan has no switch"},
	{"Botan", handshake.Client, TellEMS, "tls_client does not print it"},
	{"Botan", handshake.Client, Renew, "tls_client goes on with the ticket of the full handshake"},
	{"Botan", handshake.Server, ByTicket, "tls_server has no ticket key"},
	{"Botan", handshake.Server, NoEMS, "Botan has no switch"},
	{"Botan", handshake.Server, TellEMS, "tls_server does not print it"},

	{"GnuTLS", handshake.Client, Often, "gnutls-cli --resume connects twice, and has no file for a session"},
	{"GnuTLS", handshake.Client, TalkAlways, "gnutls-cli --resume takes its input in the second connection"},
	{"GnuTLS", handshake.Server, Renew, "GnuTLS issues tickets in full handshakes only"},
	{"Java", handshake.Client, Legacy, "Java offers no such session, as RFC 7627 5.3 would have it"},
	{"Java", handshake.Client, TellEMS, "SSLSession has no accessor for it"},
	{"Java", handshake.Server, Legacy, "Java resumes no such session, as RFC 7627 5.3 would have it"},
	{"Java", handshake.Server, TellEMS, "SSLSession has no accessor for it"},

	{"mbedTLS", handshake.Client, TellEMS, "mbedTLS has no accessor for it"},
	{"mbedTLS", handshake.Server, TellEMS, "mbedTLS has no accessor for it"},
	{"mbedTLS", handshake.Server, Renew, "mbedTLS issues tickets in full handshakes only"},

	{"wolfSSL", handshake.Client, TLS10, "Debian's build has no TLS 1.0"},
	{"wolfSSL", handshake.Client, Reject, "wolfSSL takes its ticket for accepted, and aborts at the certificate; likewise with OpenSSL's server"},
	{"wolfSSL", handshake.Client, TellEMS, "wolfSSL has no accessor for it"},
	{"wolfSSL", handshake.Server, TLS10, "Debian's build has no TLS 1.0"},
	{"wolfSSL", handshake.Server, NoEMS, "wolfSSL's switch is for clients, its server goes along"},
	{"wolfSSL", handshake.Server, Renew, "wolfSSL issues tickets in full handshakes only"},
	{"wolfSSL", handshake.Server, Reject, "wolfSSL issues no ticket where it has rejected one"},
	{"wolfSSL", handshake.Server, TellEMS, "wolfSSL has no accessor for it"},

	{"NSS", handshake.Client, Renew, "NSS goes on with the ticket of the full handshake"},
	{"NSS", handshake.Server, Renew, "NSS issues tickets in full handshakes only"},
	{"OpenSSL", handshake.Client, Renew, "s_client writes no session that a resumption has renewed"},
	{"OpenSSL", handshake.Server, Renew, "s_server issues tickets in full handshakes only"},

	{"crypto/tls", handshake.Client, ByID, "crypto/tls resumes by ticket only"},
	{"crypto/tls", handshake.Client, NoEMS, "crypto/tls has no switch"},
	{"crypto/tls", handshake.Client, TellEMS, "crypto/tls has no word for it"},
	{"crypto/tls", handshake.Server, ByID, "crypto/tls has no session cache"},
	{"crypto/tls", handshake.Server, NoEMS, "crypto/tls has no switch"},
	{"crypto/tls", handshake.Server, TellEMS, "crypto/tls has no word for it"},
}

// Lack is why the stack cannot do something in a role, or "" when it can.
func (s *Stack) Lack(role handshake.Side, what Ability) string {
	for _, l := range Lacks {
		if l.Stack == s.Name && l.Role == role && l.What == what {
			return l.Reason
		}
	}
	return ""
}
