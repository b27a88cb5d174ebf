package main

import (
	"slices"

	"tlsresume/model/adversary"
	"tlsresume/model/resume"
	"tlsresume/properties"
)

// sentence is what a property holds runs to, in words and with its section: those of the
// model's invariant that has its name, or else the ones here.
func sentence(p properties.Property) string {
	for _, i := range resume.Invariants() {
		if i.Name == p.Name {
			return i.Rule
		}
	}
	for _, i := range adversary.Invariants() {
		if i.Name == p.Name {
			return i.Rule
		}
	}
	if i := slices.IndexFunc(sentences, func(s [2]string) bool { return s[0] == p.Name }); i >= 0 {
		return sentences[i][1]
	}
	return p.Cites
}

// sentences are what the properties say that are no invariant of the model by name.
var sentences = [][2]string{
	{"alert-levels", `RFC 5746 4.2, a refusal is a no_renegotiation alert, and "this message is always a warning" (RFC 5246 7.2.2); what a peer gives up by is fatal`},
	{"data-as-sent", "RFC 5246 F.2, records are protected against loss, repetition and change of their order"},
	{"ems-agreed", `RFC 7627 5.2, "if both the ClientHello and ServerHello contain the extension", the session uses it, and a server that has it answers it`},
	{"ems-demanded", `RFC 7627 5.2 and 5.3, who does "not wish to interoperate with legacy" peers aborts`},
	{"ems-offered", `RFC 7627 5.2, "in all handshakes, a client implementing this document MUST send the" extension`},
	{"ems-resumed-alike", `RFC 7627 5.3, a server resumes no session without the extension for a hello with it ("MUST NOT perform the abbreviated handshake"), and aborts for one without it ("MUST abort") where the session has it`},
	{"ends-agree", "RFC 5246 7.4.9 and F.1.1, ends that complete a handshake have seen the same, and believe the same of it"},
	{"fallback", `RFC 5077 3.2, a server that "fails to verify the ticket" does a full handshake, and so does one that does not find a session ID (RFC 5246 7.3)`},
	{"fence-holds", "TLS list 2021-10-25, builds that predate RFC 7627 do not get the sessions that a fleet keeps from them"},
	{"held-session-offered", `RFC 5246 7.2.1, "failure to properly close a connection no longer requires that a session not be resumed": a client offers the newest that it has`},
	{"hello-request-answered", `RFC 5246 7.4.1.1, HelloRequest is ignored "if the client is currently negotiating a session", and else answered: by a hello or by no_renegotiation (RFC 5746 4.2)`},
	{"hint-of-session", "RFC 5077 3.3 and RFC 9325 3.4, a lifetime hint is no more than what remains of the day of the session"},
	{"live-session-resumes", `RFC 5077 5.6, the server "controls the lifetime of the ticket": as long as it is over in no regard the session resumes`},
	{"master-secret-apart", `RFC 7627, the extension binds "the master secret to a log of the full handshake that computes it", so that two that differ share none (1 and 6.1)`},
	{"names-fresh", `RFC 5246 7.4.1.3, a full handshake has "a different value identifying the new session", and no two tickets are the same (RFC 5077 4)`},
	{"nothing-after-end", `RFC 5246 7.2.1, "any data received after a closure alert is ignored"; behind a fatal one "both parties immediately close the connection" (7.2.2)`},
	{"offer-fits-ems", `RFC 7627 5.3, "the client SHOULD NOT offer an abbreviated handshake to resume a session that does not use an extended master secret"`},
	{"offer-from-server", `RFC 5077 3.1 and 3.3, a client presents a ticket that a server gave it, and not before it "has verified the server's Finished message"`},
	{"offer-newest", `RFC 5077 3.3, "the client should start using the new ticket as soon as possible after it verifies the server's Finished message"`},
	{"resume-binds", "RFC 5246 7.4.1.3, RFC 7627 5.3 and RFC 6066 3, a resumed connection has the suite, the version, the extended master secret and the name of the full handshake"},
	{"session-id-echoed", `RFC 5077 3.4, a server that accepts a ticket "MUST respond with the same Session ID present in the ClientHello", and says by another that it does not resume (RFC 5246 7.4.1.3)`},
	{"session-named", "RFC 5077 3.1 and 3.4, RFC 5246 7.4.1.3, a session that is to be resumed has a ticket or an ID"},
	{"session-of-its-name", "RFC 5077 3.1, the ticket holds the session of the handshake that brought it, and a session ID names that of the handshake that gave it (RFC 5246 7.4.1.2)"},
	{"sni-acknowledged", "RFC 6066 3, a server that uses the name has an empty extension server_name in its hello"},
	{"suite-offered", `RFC 5246 7.4.1.3, the suite is one "selected by the server from the list in ClientHello" or that of the session`},
}
