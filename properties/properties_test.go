package properties

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"tlsresume/traces"
)

// Stored traces, by what happens in them.
const (
	ticketRenewed   = "figures/draft-figure-2"
	ticketRefused   = "figures/draft-figure-4"
	byIDResumed     = "figures/rfc5246-figure-2"
	markerSent      = "model/goal-resume-beside-id"
	legacyResumed   = "model/goal-legacy-resumption-stays"
	identityResumed = "model/goal-identity-resumed"
	fenced          = "model/goal-fenced-ticket"
	otherName       = "model/goal-other-server-name"
	legacySession   = "model/goal-ems-hello-legacy-session"
	ticketLost      = "model/goal-ticket-deleted-by-fatal"
	idOffered       = "model/goal-offer-after-fatal"
	again           = "regress/renegotiate-by-client"
	askedAgain      = "regress/renegotiate-by-server"
	refusedAgain    = "regress/renegotiation-refused-by-client"
	uniqueOfClient  = "regress/unique-of-client"
	noSharedSuite   = "regress/no-shared-suite"
	amongAttackers  = "adversary/triple-handshake-no-ems"
	exported        = "adversary/defect-exporter-without-ems"
)

const (
	ecdsaSuite = " suite=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
	otherSuite = " suite=TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"
)

// upTo says in place of a replacement that the trace ends before the last such text.
const upTo = "\x00"

// A row is a stored trace with what is made of it, and the properties that it then
// breaks, by name.
type row struct {
	file, name, breaks string
	edits              []string // what is replaced, and by what, in turn
}

var rows = []row{
	{ticketRenewed, "no ticket behind the promise", "handshake-order ticket-iff-promised", []string{"  k2.s > NewSessionTicket ticket=T2 hint=86400\n", "", "  k2.c < NewSessionTicket\n", ""}},
	{ticketRenewed, "a ticket without a promise", "handshake-order session-named ticket-iff-promised", []string{"k2.s > ServerHello ticket=promised ems", "k2.s > ServerHello ems"}},
	{ticketRenewed, "a ticket behind ChangeCipherSpec", "ccs-keys handshake-order ticket-before-ccs", []string{"  k2.s > NewSessionTicket ticket=T2 hint=86400\n  k2.s > ChangeCipherSpec\n", "  k2.s > ChangeCipherSpec\n  k2.s > NewSessionTicket ticket=T2 hint=86400\n"}},
	{ticketRenewed, "a ticket before the client's Finished", "handshake-order ticket-after-client-finished", []string{"  k1.s < Finished\n  k1.s > NewSessionTicket ticket=T1 hint=86400\n", "  k1.s > NewSessionTicket ticket=T1 hint=86400\n  k1.s < Finished\n"}},
	{ticketRenewed, "resumed by something else", "ends-agree session-named ticket-decides", []string{"k2.s = resumed by=ticket", "k2.s = resumed by=id"}},
	{ticketRenewed, "another tls-unique at the server", "ends-agree", []string{"tls_unique=U2\nsend", "tls_unique=U9\nsend"}},
	{ticketRenewed, "a resumption without the extended master secret", "resume-binds", []string{"resumed by=ticket ms=M1 ems", "resumed by=ticket ms=M1"}},
	{ticketRenewed, "a resumption with another suite", "resume-binds", []string{"resumed by=ticket ms=M1 ems sni=a.example" + ecdsaSuite, "resumed by=ticket ms=M1 ems sni=a.example" + otherSuite, "resumed by=ticket ms=M1 ems sni=a.example peer=a.example" + ecdsaSuite, "resumed by=ticket ms=M1 ems sni=a.example peer=a.example" + otherSuite, "ri=empty" + ecdsaSuite, "ri=empty" + otherSuite}},
	{ticketRenewed, "a resumption with another version", "resume-binds", []string{" version=1.2 tls_unique=U2", " version=1.1 tls_unique=U2"}},
	{ticketRenewed, "a resumption under another name", "resume-binds", []string{"resumed by=ticket ms=M1 ems sni=a.example", "resumed by=ticket ms=M1 ems sni=b.example"}},
	{ticketRenewed, "a resumption with another peer", "peer-took-part resume-binds", []string{"k2.c = resumed by=ticket ms=M1 ems sni=a.example peer=a.example", "k2.c = resumed by=ticket ms=M1 ems sni=a.example peer=b.example"}},
	{ticketRenewed, "a session out of nowhere", "resume-binds session-of-its-name", []string{"resumed by=ticket ms=M1", "resumed by=ticket ms=M7"}},
	{ticketRefused, "two full handshakes with one master secret", "master-secret-apart", []string{"full ms=M2", "full ms=M1"}},
	{ticketRefused, "two connections with one tls-unique", "binding-apart", []string{"tls_unique=U2", "tls_unique=U1"}},
	{amongAttackers, "a man in the middle who is let in", "binding-apart master-secret-apart", []string{"version", "version"}},
	{amongAttackers, "a client that takes the man in the middle for the server", "binding-apart master-secret-apart peer-took-part", []string{"k1.c = full ms=M1 peer=m", "k1.c = full ms=M1 peer=s0"}},
	{amongAttackers, "a client that has proved nothing to anybody", "binding-apart handshake-order master-secret-apart peer-took-part", []string{"  k2.c > CertificateVerify\n", ""}},
	{exported, "an exporter without the extended master secret", "binding-apart exporter-fenced master-secret-apart", []string{"exporter=empty", "exporter=E9"}},
	{byIDResumed, "a client that names another peer", "peer-took-part", []string{"peer=a.example", "peer=b.example"}},
	{ticketRenewed, "a ticket whose key is gone", "ticket-live", []string{"dial k2 c0 s0\n", "rotate s0\nretire s0\ndial k2 c0 s0\n"}},
	{ticketRenewed, "a ticket of before a restart", "ticket-live", []string{"dial k2 c0 s0\n", "restart s0\ndial k2 c0 s0\n"}},
	{ticketRenewed, "a ticket of yesterday", "hint-of-session ticket-live", []string{"deliver k2.s\n  k2.s < ClientHello", "tick 1d\ndeliver k2.s\n  k2.s < ClientHello"}},
	{byIDResumed, "a session ID of yesterday", "session-within-day", []string{"deliver k2.s\n  k2.s < ClientHello", "tick 1d\ndeliver k2.s\n  k2.s < ClientHello"}},
	{ticketRenewed, "a ticket at a server that has none any more", "tickets-off", []string{"dial k2 c0 s0\n", "deploy s0 -tickets\ndial k2 c0 s0\n"}},
	{markerSent, "the session ID beside a ticket is looked up", "ticket-decides", []string{"resumed by=ticket", "resumed by=id"}},
	{markerSent, "a session ID that is not given back", "session-id-echoed", []string{"k2.s > ServerHello session_id=S1", "k2.s > ServerHello session_id=empty"}},
	{otherName, "the session ID of a session that is not resumed", "names-fresh session-id-echoed", []string{"k2.s > ServerHello ems session_id=S2", "k2.s > ServerHello ems session_id=S1"}},
	{ticketLost, "a ticket that a fatal alert took", "no-resume-after-fatal", []string{"  k1.c < Alert level=fatal alert=bad_record_mac\n", "  k1.c < Alert level=fatal alert=bad_record_mac\ndial k2 c0 s0\n  k2.c > ClientHello ticket=T1 session_id=S1 ri=scsv sni=s0\n"}},
	{byIDResumed, "a session ID that a fatal alert took", "no-resume-after-fatal", []string{"close k1.c\n  k1.c > Alert level=warning alert=close_notify\ndeliver k1.s\n  k1.s < Alert level=warning alert=close_notify\n  k1.s > Alert level=warning alert=close_notify\ndeliver k1.c\n  k1.c < Alert level=warning alert=close_notify\n", "dup k1.s 1\ndeliver k1.s\n  k1.s ! bad_record_mac\n"}},
	{ticketRenewed, "a ChangeCipherSpec before there are keys", "ccs-keys handshake-order", []string{"  k1.s < ClientKeyExchange\n  k1.s < ChangeCipherSpec\n", "  k1.s < ChangeCipherSpec\n  k1.s < ClientKeyExchange\n"}},
	{byIDResumed, "a Finished without ChangeCipherSpec", "ccs-keys handshake-order", []string{"  k2.c < ChangeCipherSpec\n", ""}},
	{byIDResumed, "a second ChangeCipherSpec", "ccs-keys handshake-order", []string{"  k2.c < ChangeCipherSpec\n", "  k2.c < ChangeCipherSpec\n  k2.c < ChangeCipherSpec\n"}},
	{ticketRenewed, "a certificate of a server that resumes", "ccs-keys fallback handshake-order live-session-resumes sni-acknowledged ticket-after-client-finished", []string{"  k2.s > NewSessionTicket", "  k2.s > Certificate name=a.example\n  k2.s > NewSessionTicket"}},
	{ticketRenewed, "no ServerKeyExchange", "handshake-order", []string{"  k1.c < ServerKeyExchange\n", ""}},
	{ticketRenewed, "an end that believes too early", "handshake-order", []string{"  k1.c < Finished\n", ""}},
	{identityResumed, "no CertificateRequest of a host that wants a certificate", "handshake-order", []string{"  k1.s > CertificateRequest\n", ""}},
	{byIDResumed, "data before Finished", "data-after-finished data-as-sent", []string{"  k2.s < ChangeCipherSpec\n", "  k2.s < ApplicationData data=ping\n  k2.s < ChangeCipherSpec\n"}},
	{byIDResumed, "data before Finished of the first handshake", "data-after-finished", []string{"  k1.c < ServerHello\n", "  k1.c < ServerHello\n  k1.c > ApplicationData data=ping\n"}},
	{byIDResumed, "other data than was sent", "data-as-sent", []string{"k2.c < ApplicationData data=pong", "k2.c < ApplicationData data=ping"}},
	{byIDResumed, "data behind close_notify", "nothing-after-end", []string{"dial k2", "send k1.s late\n  k1.s > ApplicationData data=late\ndial k2"}},
	{byIDResumed, "data taken behind close_notify", "data-as-sent nothing-after-end", []string{"dial k2", "deliver k1.c\n  k1.c < ApplicationData data=late\ndial k2"}},
	{byIDResumed, "a close_notify without an answer", "close-answered", []string{"  k1.s > Alert level=warning alert=close_notify\ndeliver k1.c\n  k1.c < Alert level=warning alert=close_notify\n", "deliver k1.c\n"}},
	{byIDResumed, "a fatal close_notify", "alert-levels", []string{"k1.c > Alert level=warning", "k1.c > Alert level=fatal"}},
	{refusedAgain, "a fatal refusal", "alert-levels", []string{"k1.c > Alert level=warning", "k1.c > Alert level=fatal"}},
	{noSharedSuite, "another alert than was said", "alert-levels", []string{"k1.c < Alert level=fatal alert=handshake_failure", "k1.c < Alert level=fatal alert=decode_error"}},
	{noSharedSuite, "a peer that gives up by a warning", "alert-levels", []string{"k1.c < Alert level=fatal", "k1.c < Alert level=warning"}},
	{refusedAgain, "a refusal without a word", "hello-request-answered", []string{"  k1.c > Alert level=warning alert=no_renegotiation\n", "", "  k1.s < Alert level=warning alert=no_renegotiation\n", ""}},
	{byIDResumed, "a HelloRequest refused in the middle of a handshake", "hello-request-answered", []string{"  k1.c < ServerHello\n", "  k1.c < ServerHello\n  k1.c < HelloRequest\n  k1.c > Alert level=warning alert=no_renegotiation\n"}},
	{askedAgain, "two HelloRequests", "hello-request-once", []string{"renegotiate k1.s\ndeliver", "renegotiate k1.s\n  k1.s > HelloRequest\ndeliver"}},
	{ticketRenewed, "a ticket promised to a client that is not ready", "no-unsolicited-extension session-named", []string{"ClientHello ticket=empty ems", "ClientHello ems"}},
	{again, "an answer to a name that was not said", "no-unsolicited-extension", []string{"k1.s > ServerHello ems session_id=empty ri=empty", "k1.s > ServerHello ems session_id=empty ri=empty sni=ack"}},
	{ticketRenewed, "an unsolicited extended master secret", "ems-agreed ems-offered no-unsolicited-extension", []string{"ClientHello ticket=empty ems", "ClientHello ticket=empty"}},
	{ticketRenewed, "a server name in a resumed ServerHello", "resumed-hello-bare", []string{"k2.s > ServerHello ticket=promised ems session_id=empty ri=empty", "k2.s > ServerHello ticket=promised ems session_id=empty ri=empty sni=ack"}},
	{ticketRenewed, "a session ID beside a promise", "no-id-beside-ticket", []string{"k1.s > ServerHello ticket=promised ems session_id=empty", "k1.s > ServerHello ticket=promised ems session_id=S1"}},
	{markerSent, "a session ID beside a promise, from a cache", "no-id-beside-ticket", []string{"k1.s > ServerHello ticket=promised session_id=empty", "k1.s > ServerHello ticket=promised session_id=S9"}},
	{ticketRenewed, "the same ticket twice", "names-fresh", []string{"ticket=T2", "ticket=T1"}},
	{ticketRenewed, "a ticket of nobody", "held-session-offered offer-from-server session-of-its-name", []string{"k2.c > ClientHello ticket=T1", "k2.c > ClientHello ticket=T9"}},
	{idOffered, "a session ID of nobody", "offer-from-server", []string{"k2.c > ClientHello ems session_id=S1", "k2.c > ClientHello ems session_id=S9"}},
	{ticketRenewed, "a ticket before the server's Finished", "offer-from-server", []string{"  k1.c = full ms=M1 ems sni=a.example peer=a.example" + ecdsaSuite + " version=1.2 tls_unique=U1\n", ""}},
	{ticketRenewed, "a ticket that the client had too long", "hint-of-session offer-within-hint ticket-live", []string{"dial k2 c0 s0\n", "tick 1d\ndial k2 c0 s0\n"}},
	{ticketRenewed, "a ticket beyond its hint", "hint-of-session offer-within-hint", []string{"ticket=T1 hint=86400", "ticket=T1 hint=3600", "dial k2 c0 s0\n", "tick 1h\ndial k2 c0 s0\n"}},
	{idOffered, "a session offered under another name", "offer-under-own-name", []string{"k2.c > ClientHello ems session_id=S1 ri=scsv sni=s0", "k2.c > ClientHello ems session_id=S1 ri=scsv sni=b.example"}},
	{ticketRenewed, "an old ticket", "held-session-offered offer-newest", []string{"send k2.c ping\n", "dial k3 c0 s0\n  k3.c > ClientHello ticket=T1 ems session_id=empty ri=scsv sni=a.example\nsend k2.c ping\n"}},
	{legacySession, "a session without the extended master secret offered", "offer-fits-ems", []string{" policy=ems-offer-legacy", ""}},
	{ticketRenewed, "a session with the extended master secret offered without", "ems-agreed ems-resumed-alike no-unsolicited-extension offer-fits-ems", []string{"dial k2 c0 s0\n", "deploy c0 -ems\ndial k2 c0 s0\n", "k2.c > ClientHello ticket=T1 ems", "k2.c > ClientHello ticket=T1"}},
	{idOffered, "a hello without the extended master secret", "ems-offered", []string{"k2.c > ClientHello ems", "k2.c > ClientHello"}},
	{again, "a ServerHello without the extended master secret", "ems-agreed", []string{"k1.s > ServerHello ems session_id=empty ri=bound", "k1.s > ServerHello session_id=empty ri=bound"}},
	{legacySession, "a session without the extended master secret resumed", "ems-resumed-alike", []string{"k2.s > ServerHello ticket=promised ems session_id=empty ri=empty sni=ack", "k2.s > ServerHello ems session_id=empty ri=empty", "  k2.s > Certificate name=a.example\n", "  k2.s > ChangeCipherSpec\n", "  k2.s > ServerKeyExchange\n", upTo}},
	{legacyResumed, "another handshake behind a bare resumption", "legacy-resumption-fenced", []string{"k1.c > Alert level=warning alert=no_renegotiation", "k1.c > ClientHello ticket=T1 session_id=empty ri=bound", "  k1.s < Alert level=warning alert=no_renegotiation\n", ""}},
	{fenced, "a fenced ticket that a build from before RFC 7627 opens", "fence-holds", []string{"k2.s > ServerHello ticket=promised session_id=empty ri=empty sni=ack", "k2.s > ServerHello session_id=empty ri=empty", "  k2.s > Certificate name=a.example\n", "  k2.s > ChangeCipherSpec\n", "  k2.s > ServerKeyExchange\n", upTo}},
	{again, "a first hello that signals nothing", "no-unsolicited-extension ri-chain ri-signalled", []string{" ri=scsv", ""}},
	{again, "a first hello that claims a handshake before", "ri-chain ri-signalled", []string{" ri=scsv", " ri=bound"}},
	{again, "a renegotiation that is not bound by the client", "ri-chain ri-signalled", []string{"k1.c > ClientHello ems session_id=empty ri=bound", "k1.c > ClientHello ems session_id=empty ri=empty"}},
	{again, "a renegotiation that is not bound by the server", "ri-chain ri-signalled", []string{"k1.s > ServerHello ems session_id=empty ri=bound", "k1.s > ServerHello ems session_id=empty ri=empty"}},
	{again, "a server that becomes another", "peer-took-part server-stays", []string{"k1.c = full ms=M2 ems peer=s0", "k1.c = full ms=M2 ems peer=s1"}},
	{identityResumed, "another client than has proved itself", "auth-carried peer-took-part", []string{"k1.s = full ms=M1 ems peer=alice", "k1.s = full ms=M1 ems peer=bob", "k2.s = resumed by=ticket ms=M1 ems peer=alice", "k2.s = resumed by=ticket ms=M1 ems peer=bob"}},
	{identityResumed, "a client that has proved nothing", "auth-carried handshake-order", []string{"  k1.c > CertificateVerify\n", "", "  k1.s < CertificateVerify\n", ""}},
	{identityResumed, "a client that has shown itself to another host", "auth-carried offer-under-own-name peer-took-part", []string{"vhost=a.example\n", "vhost=a.example vhosts=b.example:request\n", "dial k2 c0 s0\n  k2.c > ClientHello ticket=T1 ems session_id=empty ri=scsv\n", "deploy c0 +sni=b.example\ndial k2 c0 s0\n  k2.c > ClientHello ticket=T1 ems session_id=empty ri=scsv sni=b.example\n"}},
	{identityResumed, "a session of a milder demand", "auth-carried", []string{"dial k2 c0 s0\n", "deploy s0 +auth=require\ndial k2 c0 s0\n"}},
	{ticketRenewed, "a hint that renewal makes longer", "hint-of-session", []string{"dial k2 c0 s0\n", "tick 12h\ndial k2 c0 s0\n"}},
	{byIDResumed, "a suite that nobody has offered", "resume-binds suite-offered", []string{"k2.s > ServerHello ems session_id=S1 ri=empty suite=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "k2.s > ServerHello ems session_id=S1 ri=empty suite=TLS_RSA_WITH_AES_128_CBC_SHA", "suite=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 version=1.2 tls_unique=U2", "suite=TLS_RSA_WITH_AES_128_CBC_SHA version=1.2 tls_unique=U2"}},
	{again, "an end that goes on without what it requires", "ems-agreed ems-demanded", []string{"client c0 ems", "client c0 ems policy=ems-require", "ServerHello ems", "ServerHello"}},
	{otherName, "a session that is good and is not resumed", "live-session-resumes sni-acknowledged", []string{"deploy c0 -sni\n", "", "k2.c > ClientHello ems session_id=S1 ri=scsv", "k2.c > ClientHello ems session_id=S1 ri=scsv sni=s0", "  k2.s > ServerKeyExchange\n", upTo}},
	{ticketRefused, "a ticket that is good and is refused", "live-session-resumes", []string{"restart s0\n", ""}},
	{identityResumed, "a client that gets a session of another suite", "suite-offered", []string{"dial k2 c0 s0\n", "deploy c0 +suites=TLS_RSA_WITH_AES_128_GCM_SHA256\ndial k2 c0 s0\n"}},
	{ticketRenewed, "an answer without the extended master secret that a client takes", "ems-agreed ems-resumed-alike", []string{"k2.s > ServerHello ticket=promised ems", "k2.s > ServerHello ticket=promised"}},
	{byIDResumed, "a session that the client has and does not offer", "held-session-offered", []string{"k2.c > ClientHello ems session_id=S1", "k2.c > ClientHello ems session_id=empty", "deliver k2.s\n  k2.s < ClientHello", upTo}},
	{byIDResumed, "a name that is not acknowledged", "sni-acknowledged", []string{" sni=ack", ""}},
	{ticketRefused, "a refused ticket, and no other", "session-named", []string{"k2.s > ServerHello ticket=promised", "k2.s > ServerHello", "  k2.s > NewSessionTicket ticket=T2 hint=86400\n", "", "  k2.c < NewSessionTicket\n", ""}},
	{byIDResumed, "a session of a cache without a name", "session-named", []string{"k1.s > ServerHello ems session_id=S1", "k1.s > ServerHello ems session_id=empty", "dial k2", upTo}},
	{noSharedSuite, "a server that gives up without a reason", "rollout-safe", []string{"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"}},
	{ticketRefused, "a client that gives up as its ticket is refused", "fallback handshake-order nothing-after-end rollout-safe", []string{"  k2.c < Certificate\n", "  k2.c ! handshake_failure\n"}},
	{ticketRefused, "a server that gives up for a bad ticket", "handshake-order nothing-after-end rollout-safe", []string{"  k2.s < ClientHello\n", "  k2.s ! decrypt_error\n"}},
	{ticketRefused, "resumed though the server does not", "ends-agree fallback handshake-order", []string{"k2.c = full ms=M2", "k2.c = resumed by=ticket ms=M1"}},
	{uniqueOfClient, "another master secret of a resumption", "ends-agree resume-binds session-of-its-name", []string{"k2.s = resumed by=ticket ms=M1", "k2.s = resumed by=ticket ms=M9"}},
	{uniqueOfClient, "another tls-unique without the reading", "ends-agree", []string{" policy=unique-client-finished", ""}},
	{again, "another master secret in the third handshake", "ends-agree", []string{"k1.s = full ms=M3", "k1.s = full ms=M9"}},
	{askedAgain, "another master secret in a renegotiation", "ends-agree resume-binds session-of-its-name", []string{"k1.s = resumed by=ticket ms=M1", "k1.s = resumed by=ticket ms=M9"}},
}

func edited(t *testing.T, file string, edits ...string) *traces.Trace {
	t.Helper()
	file = "../traces/" + file + ".trace"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := string(text)
	for i := 0; i < len(edits); i += 2 {
		if !strings.Contains(s, edits[i]) {
			t.Fatalf("%q is not in %s", edits[i], file)
		}
		if edits[i+1] == upTo {
			s = s[:strings.LastIndex(s, edits[i])]
			continue
		}
		s = strings.ReplaceAll(s, edits[i], edits[i+1])
	}
	trace, err := traces.Parse(file, []byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return trace
}

func brokenBy(t *testing.T, trace *traces.Trace) string {
	t.Helper()
	var names []string
	for _, v := range Check(trace) {
		names = append(names, v.Property.Name)
		if !strings.Contains(v.Error(), v.Property.Cites) {
			t.Errorf("%v does not cite its sentence", v)
		}
	}
	return strings.Join(names, " ")
}

// Each edit of a stored trace breaks what it names and nothing else, and each property
// is broken by one that is to break it, where its situation occurs.
func TestEachPropertyCanFail(t *testing.T) {
	shown := map[string]bool{}
	for _, v := range rows {
		t.Run(v.name, func(t *testing.T) {
			if got := brokenBy(t, edited(t, v.file, v.edits...)); got != v.breaks {
				t.Errorf("%s: got %q broken, want %q", v.file, got, v.breaks)
			}
		})
		before, behind := NewRun(edited(t, v.file)), NewRun(edited(t, v.file, v.edits...))
		for _, p := range All() {
			if slices.Contains(strings.Fields(v.breaks), p.Name) && (p.Occurs(before) || p.Occurs(behind)) {
				shown[p.Name] = true
			}
		}
	}
	for _, p := range All() {
		if !shown[p.Name] {
			t.Errorf("no row breaks %s where its situation occurs", p.Name)
		}
		if p.Occurs(NewRun(&traces.Trace{})) {
			t.Errorf("%s occurs in a run without events", p.Name)
		}
	}
}

// What an end does is judged as long as nobody tells it to do otherwise, and what it
// takes, always.
func TestMisbehaviourIsNoViolation(t *testing.T) {
	const (
		ticket = "  k2.s > NewSessionTicket ticket=T2 hint=86400\n"
		ccs    = "  k2.s > ChangeCipherSpec\n"
	)
	swapped := []string{ticket + ccs, ccs + ticket}
	told := append([]string{"deliver k2.s\n  k2.s < ClientHello", "reorder k2.s NewSessionTicket ChangeCipherSpec\ndeliver k2.s\n  k2.s < ClientHello"}, swapped...)
	abort := []string{"  k2.c < NewSessionTicket\n", "  k2.c ! unexpected_message\n", "  k2.c < ChangeCipherSpec\n", upTo}
	for _, v := range []row{
		{ticketRenewed, "told to", "", append(slices.Clone(told), abort...)},
		{ticketRenewed, "told to, and taken all the same", "ccs-keys handshake-order", append(slices.Clone(told),
			"  k2.c < NewSessionTicket\n  k2.c < ChangeCipherSpec\n", "  k2.c < ChangeCipherSpec\n  k2.c < NewSessionTicket\n")},
		{ticketRenewed, "told to, and the network does something, too", "", append(append(slices.Clone(told), abort...), "deliver k2.s\n", "dup k2.s 1\ndeliver k2.s\n")},
		{ticketRenewed, "of itself", "ccs-keys handshake-order rollout-safe ticket-before-ccs", append(slices.Clone(swapped), abort...)},
	} {
		t.Run(v.name, func(t *testing.T) {
			if got := brokenBy(t, edited(t, v.file, v.edits...)); got != v.breaks {
				t.Errorf("got %q broken, want %q", got, v.breaks)
			}
		})
	}
}

// A network that does something excuses an abort, and nothing else.
func TestDamageExcusesAnAbort(t *testing.T) {
	abort := []string{"  k2.s < ChangeCipherSpec\n", "  k2.s ! bad_record_mac\n", "  k2.s < Finished\n", upTo}
	for _, v := range []row{
		{byIDResumed, "of itself", "rollout-safe", abort},
		{byIDResumed, "a record comes twice", "", append([]string{"deliver k2.s\n  k2.s < ChangeCipherSpec", "dup k2.s 1\ndeliver k2.s\n  k2.s < ChangeCipherSpec"}, abort...)},
		{byIDResumed, "a record of another connection comes twice", "rollout-safe", append([]string{"dial k2", "dup k1.s 1\ndial k2"}, abort...)},
	} {
		t.Run(v.name, func(t *testing.T) {
			if got := brokenBy(t, edited(t, v.file, v.edits...)); got != v.breaks {
				t.Errorf("got %q broken, want %q", got, v.breaks)
			}
		})
	}
}

// A trace that no parser has read may tell of connections that nobody dialled: what they
// did is theirs, and not that of the first connection.
func TestEventsOfNoConnectionAreNobodys(t *testing.T) {
	run := NewRun(&traces.Trace{Steps: []traces.Step{
		{Command: traces.Command{Verb: "dial", Args: []string{"k1", "c0", "s0"}}, Events: []traces.Event{
			{End: "k9.s", Mark: traces.Sent, What: "Finished"},
			{End: "k1", Mark: traces.Sent, What: "Finished"},
			{End: "k1.c", Mark: traces.Sent, What: "ClientHello"},
		}},
		{Command: traces.Command{Verb: "dial", Args: []string{"k9", "c1", "s1"}}},
	}})
	var got []string
	for _, c := range run.Conns {
		got = append(got, fmt.Sprintf("%s of %s with %d and %d events", c.Name, c.With[0], len(c.Client), len(c.Server)))
	}
	if want := []string{"k1 of c0 with 1 and 0 events", "k9 of c1 with 0 and 1 events"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, p := range All() {
		p.Broken(run)
	}
}
