package script

import (
	"fmt"
	"strings"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

// Policy is what the options of a node mean for its handshakes. An option that
// only other roles have means nothing.
func Policy(n traces.Node) (handshake.Policy, error) {
	p := handshake.DefaultPolicy()
	p.MayOffer = offerUnderAnyName
	for key, field := range map[string]*bool{
		"ems": &p.EMS, "tickets": &p.Tickets, "renew": &p.Renew, "cache": &p.Cache,
		"marker": &p.Marker, "id": &p.AlwaysID, "ri": &p.ByExtension,
	} {
		_, *field = n.Has(key)
	}
	p.Suites = nil
	for _, name := range suiteNames(n) {
		suite := wire.SuiteByName(name)
		if suite == nil {
			return p, fmt.Errorf("%s: suites: got %q, want a suite that is implemented", n.Name, name)
		}
		p.Suites = append(p.Suites, suite)
	}
	return p, nil
}

// suiteNames are those of the header or, whatever the default of the library,
// those that the vocabulary gives a node whose header does not say.
func suiteNames(n traces.Node) []string {
	if names, ok := n.Has("suites"); ok {
		return strings.Split(names, ",")
	}
	return traces.Suites[:traces.DefaultSuites]
}

// offerUnderAnyName is a client that keeps its sessions by name alone, and so can
// be made to offer one under another server_name than it was made for: that the
// server declines it (RFC 6066 3) would never be seen otherwise.
func offerUnderAnyName(s *session.ClientSession, p *handshake.Policy, _ string, now time.Time) handshake.Reason {
	return handshake.MayOffer(s, p, s.ServerName, now)
}

// ServerName is the name that a client sends and under which it keeps its
// sessions: its sni, or else, only for the latter, the name of the server.
func ServerName(client, server traces.Node) (send, key string) {
	send, ok := client.Has("sni")
	if !ok {
		return "", server.Name
	}
	return send, send
}
