package traces

import "strings"

// A Policy is a reading of the sources that a node can be given by name, where
// they leave a choice or contradict each other.
type Policy struct {
	Name   string
	Of     []string // server, client or both
	Means  string   // for people, with what a node does that is not given it
	Source string   // the sentences that it goes back to
}

// Policies lists the named policies, in the order in which a header names them.
var Policies = []Policy{
	{"ems-require", ofBoth, "aborts a handshake without the extended master secret; else goes on without", "RFC 7627 5.2"},
	{"ems-mixed-may", ofBoth, "goes on when one hello of a resumption lacks the extension that the session has; else aborts", "RFC 7627 5.4, last paragraph; against it 5.3 and the TLS list, 2021-10-25"},
	{"ems-neither-abort", ofBoth, "aborts when neither session nor hello has the extension; else goes on, as 5.4 allows", "RFC 7627 5.3"},
	{"ems-offer-legacy", ofClient, "offers sessions without the extension, too, though it has it; else it does not", "RFC 7627 5.3, SHOULD NOT"},
	{"ems-ignorant", ofBoth, "predates RFC 7627: it never negotiates the extension, and does not see that a session has it; else a node without ems leaves such sessions alone", "TLS list, 2021-10-25"},
	{"fence-format", ofBoth, "keeps sessions with the extension in a form that builds which predate RFC 7627 cannot read", "TLS list, 2021-10-25"},
	{"fence-key", ofServer, "seals and caches sessions with the extension under keys that builds which predate RFC 7627 do not have", "TLS list, 2021-10-25"},
	{"names-rfc4366", ofServer, "resumes under another server_name, too; else it does not (RFC 6066 3)", "RFC 4366 3.1 has no rule"},
	{"names-by-server", ofClient, "offers a session to the server that made it, whatever name it asks for now; else only under the name that the session was made for (RFC 6066 3, SHOULD)", "RFC 4366 3.1 has no rule"},
	{"resumed-extensions-none", ofServer, "a resumed ServerHello has no extension at all; else those that say so of themselves are excepted (RFC 5077, 7627, 5746)", "RFC 4366 3"},
	{"invalidate-rfc5246", ofServer, "a fatal alert ends the session's tickets as well: the server keeps a revocation set, as long as its ticket keys; else it forgets the session ID, and tickets go on (RFC 5077 5.1)", "RFC 5246 7.2.2"},
	{"invalidate-failed-resume", ofBoth, "only an abbreviated handshake that fails takes its session along", "TLS list, 2009-10-31, quoting Rex"},
	{"invalidate-never", ofBoth, "a fatal alert ends the connection and not the session", "RFC 5077 5.1; BoringSSL and h2o"},
	{"ticket-unhashed", ofBoth, "NewSessionTicket is no part of the handshake's hash; else it is (RFC 5077 3.3)", "draft-salowey-tls-rfc4507bis-00 3.3 is silent"},
	{"issue-empty", ofServer, "changes its mind behind the promise: its NewSessionTicket is empty", "RFC 5077 3.3"},
	{"hint-unspecified", ofServer, "its lifetime hints are 0: unspecified; else they are what remains of the session's day", "RFC 5077 3.3"},
	{"ticket-lifetime-12h", ofServer, "resumes by ticket for 12 hours behind the full handshake, whatever its hints say; else for a day", "RFC 5077 3.3, MAY be shorter"},
	{"ticket-lifetime-2d", ofServer, "resumes by ticket for two days behind the full handshake, whatever its hints say; else for one", "RFC 5077 3.3, MAY be longer, and 5.6"},
	{"client-lifetime-12h", ofClient, "keeps a session for 12 hours, or as long as the hint if that is shorter; else for a day", "RFC 5077 3.3, MAY delete earlier, and 5.6"},
	{"unique-client-finished", ofBoth, "tls-unique is the client's Finished, resumed or not; else the first Finished (RFC 5929 3.1)", "TLS list, 2009-10-28, quoting Williams"},
	{"legacy-reneg", ofBoth, "predates RFC 5746: signals nothing, and does a handshake again without binding it", "RFC 5746 4.2, 4.4"},
	{"early-ccs", ofBoth, "takes ChangeCipherSpec before there is a master secret, and changes to keys that anybody can derive; else aborts", "CVE-2014-0224; against it RFC 5246 7.1"},
	{"cert-change", ofClient, "lets the server's certificate change on renegotiation; else aborts", "RFC 5746 5"},
}

var (
	ofServer = []string{"server"}
	ofClient = []string{"client"}
	ofBoth   = []string{"server", "client"}
)

// policiesOf are the names of the policies that each role can be given.
var policiesOf = func() map[string][]string {
	all := map[string][]string{}
	for _, p := range Policies {
		for _, role := range p.Of {
			all[role] = append(all[role], p.Name)
		}
	}
	return all
}()

// Policies are the names of those that the node is given.
func (n Node) Policies() []string {
	value, ok := n.Has("policy")
	if !ok {
		return nil
	}
	return strings.Split(value, ",")
}

// demands are what a virtual host can want of a client's certificate.
var demands = []string{"request", "require"}

// A Host is a virtual host of a server.
type Host struct {
	Name   string
	Demand string // request, require, or empty if it asks no client for a certificate
}

// Hosts are the virtual hosts of a server, its default first: that one has the
// name of the node unless the node says otherwise.
func (n Node) Hosts() []Host {
	first := Host{Name: n.Name}
	if name, ok := n.Has("vhost"); ok {
		first.Name = name
	}
	first.Demand, _ = n.Has("auth")
	all := []Host{first}
	more, ok := n.Has("vhosts")
	if !ok {
		return all
	}
	for text := range strings.SplitSeq(more, ",") {
		name, demand, _ := strings.Cut(text, ":")
		all = append(all, Host{name, demand})
	}
	return all
}
